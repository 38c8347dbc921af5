// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import {
  decodePeeringToken,
  encodePeeringToken,
  MAX_TOKEN_BYTES,
  type PeeringToken,
} from './token.ts';
import { checkPeeringToken } from './token-rules.ts';

const rootPem = readFileSync(new URL('../ca/testdata/root.pem', import.meta.url), 'utf8');
const empty: PeeringToken = {
  CA: null,
  ManualServerAddresses: null,
  ServerAddresses: null,
  ServerName: '',
  PeerID: '',
  EstablishmentSecret: '',
  Remote: { Partition: '', Datacenter: '', Locality: null },
};
const full: PeeringToken = {
  CA: [rootPem],
  ManualServerAddresses: ['gateway.example.com:443'],
  ServerAddresses: ['10.0.0.1:8503', '[2001:db8::1]:8503'],
  ServerName: 'server.dc1.peering.11111111-2222-3333-4444-555555555555.consul',
  PeerID: '8e42f411-101f-5913-05d7-53522cbec671',
  EstablishmentSecret: 'a5d83e1a-78e8-a020-5561-749cb62fba62',
  Remote: { Partition: '', Datacenter: 'dc1', Locality: { Region: 'eu', Zone: 'a' } },
};
const base64 = (json: string | Buffer): string => Buffer.from(json).toString('base64');
const jsonOf = (token: PeeringToken): string =>
  Buffer.from(encodePeeringToken(token), 'base64').toString();

const withLocality = (Locality: object): PeeringToken => ({
  ...empty,
  Remote: { ...empty.Remote, Locality },
});

test('an empty token has every key in order, and null for what was never set', () => {
  assert.equal(
    jsonOf(empty),
    '{"CA":null,"ManualServerAddresses":null,"ServerAddresses":null,"ServerName":"","PeerID":"",' +
      '"EstablishmentSecret":"","Remote":{"Partition":"","Datacenter":"","Locality":null}}',
  );
});

test('the order of keys does not depend on the order in which a token was put together', () => {
  const shuffled = Object.fromEntries(Object.entries(full).toReversed()) as unknown as PeeringToken;
  assert.equal(encodePeeringToken(shuffled), encodePeeringToken(full));
});

test('texts are escaped as Go escapes them', () => {
  assert.match(
    jsonOf({ ...empty, ServerName: '<&>\u2028\u2029\u007fé"\\\b' }),
    /"\\u003c\\u0026\\u003e\\u2028\\u2029\u007fé\\"\\\\\\b"/,
  );
});

test('a list that was set to nothing is an empty list', () => {
  assert.match(jsonOf({ ...empty, CA: [] }), /^\{"CA":\[\],/);
});

test('of a locality only what it has is written', () => {
  assert.match(
    jsonOf(withLocality({ Region: 'eu', Zone: '' })),
    /"Locality":\{"Region":"eu"\}\}\}$/,
  );
  assert.match(jsonOf(withLocality({})), /"Locality":\{\}\}\}$/);
});

test('a token comes out of its text as it went in', () => {
  assert.deepEqual(decodePeeringToken(encodePeeringToken(full)), full);
  assert.deepEqual(decodePeeringToken(encodePeeringToken(empty)), empty);
});

describe('a token is read as Go reads it', () => {
  const cases: [string, string, Partial<PeeringToken>][] = [
    [
      'keys in any case',
      '{"SERVERNAME":"n","peerid":"p","serveraddresses":["a:1"]}',
      { ServerName: 'n', PeerID: 'p', ServerAddresses: ['a:1'] },
    ],
    ['a key with the long s', '{"\u017fervername":"n"}', { ServerName: 'n' }],
    ['unknown keys passed over', '{"x":{"y":[1]},"":2,"__proto__":{"PeerID":"p"}}', {}],
    ['missing keys', '{}', {}],
    ['null', 'null', {}],
    ['null for every field', '{"CA":null,"ServerName":null,"Remote":null}', {}],
    ['null in a list', '{"CA":[null]}', { CA: [''] }],
    ['null for a locality', '{"Remote":{"Locality":null}}', {}],
    ['null after a value', '{"PeerID":"p","peerid":null}', { PeerID: 'p' }],
    ['the last of several spellings', '{"PeerID":"p","peerid":"q"}', { PeerID: 'q' }],
    ['a half surrogate', '{"PeerID":"\\ud800"}', { PeerID: '\ufffd' }],
    ['spaces around it', ' {"PeerID":"p"}\n', { PeerID: 'p' }],
  ];
  for (const [name, json, fields] of cases) {
    test(name, () => assert.deepEqual(decodePeeringToken(base64(json)), { ...empty, ...fields }));
  }
  test('bytes that are no UTF-8', () => {
    const bytes = Buffer.concat([Buffer.from('{"PeerID":"'), Buffer.of(0xff), Buffer.from('"}')]);
    assert.equal(decodePeeringToken(base64(bytes)).PeerID, '\ufffd');
  });
  test('line breaks in the text', () => {
    const text = encodePeeringToken(full).replaceAll(/(.{64})/g, '$1\r\n');
    assert.deepEqual(decodePeeringToken(text), full);
  });
});

describe('a text that is no token is refused with the text of Go', () => {
  const field = 'json: cannot unmarshal';
  const cases: [string, string][] = [
    ['+++/+++', 'failed to decode token: illegal base64 data at input byte 4'],
    ['not base64', 'failed to decode token: illegal base64 data at input byte 3'],
    [base64('{}').replace('=', ''), 'failed to decode token: illegal base64 data at input byte 0'],
    [`${base64('{}')} `, 'failed to decode token: illegal base64 data at input byte 4'],
    ['', 'unexpected end of JSON input'],
    ['Cg==', 'unexpected end of JSON input'],
    [base64('{"CA":'), 'unexpected end of JSON input'],
    [base64('{} x'), "invalid character 'x' after top-level value"],
    [base64('[]'), `${field} array into Go value of type structs.PeeringToken`],
    [base64('"x"'), `${field} string into Go value of type structs.PeeringToken`],
    [base64('12'), `${field} number into Go value of type structs.PeeringToken`],
    [base64('true'), `${field} bool into Go value of type structs.PeeringToken`],
    [base64('{"CA":"x"}'), `${field} string into Go struct field PeeringToken.CA of type []string`],
    [base64('{"ca":{}}'), `${field} object into Go struct field PeeringToken.CA of type []string`],
    [
      base64('{"ServerAddresses":[1]}'),
      `${field} number into Go struct field PeeringToken.ServerAddresses of type string`,
    ],
    [base64('{"CA":[[]]}'), `${field} array into Go struct field PeeringToken.CA of type string`],
    [
      base64('{"ServerName":1.5e3}'),
      `${field} number into Go struct field PeeringToken.ServerName of type string`,
    ],
    [
      base64('{"Remote":"x"}'),
      `${field} string into Go struct field PeeringToken.Remote of type structs.PeeringTokenRemote`,
    ],
    [
      base64('{"Remote":{"Datacenter":[]}}'),
      `${field} array into Go struct field PeeringTokenRemote.Remote.Datacenter of type string`,
    ],
    [
      base64('{"Remote":{"Locality":3}}'),
      `${field} number into Go struct field PeeringTokenRemote.Remote.Locality of type structs.Locality`,
    ],
    [
      base64('{"Remote":{"Locality":{"Region":{}}}}'),
      `${field} object into Go struct field Locality.Remote.Locality.Region of type string`,
    ],
    [
      base64('{"ServerName":2,"CA":[1]}'),
      `${field} number into Go struct field PeeringToken.ServerName of type string`,
    ],
    [
      'A'.repeat(MAX_TOKEN_BYTES + 4),
      `failed to decode token: longer than ${MAX_TOKEN_BYTES} bytes`,
    ],
  ];
  for (const [text, message] of cases) {
    test(message, () => {
      assert.throws(() => decodePeeringToken(text), {
        name: 'Refusal',
        code: 'rpc-error',
        message,
      });
    });
  }
});

describe('a token that breaks a rule is refused with the text of Consul', () => {
  const noAddresses = 'peering token server addresses value is empty';
  const noCertificate = '-----BEGIN CERTIFICATE-----\nZm9v\n-----END CERTIFICATE-----\n';
  const cases: [string, Partial<PeeringToken>, string][] = [
    ['a CA without PEM', { CA: ['x'] }, 'peering token invalid CA: no PEM-encoded data found'],
    [
      'a CA with a key',
      { CA: ['-----BEGIN PUBLIC KEY-----\nZm9v\n-----END PUBLIC KEY-----\n'] },
      'peering token invalid CA: first PEM-block should be CERTIFICATE type',
    ],
    [
      'a CA with other bytes',
      { CA: [rootPem, noCertificate] },
      'peering token invalid CA: x509: malformed certificate',
    ],
    ['no addresses', { ManualServerAddresses: null, ServerAddresses: null }, noAddresses],
    ['empty lists of addresses', { ManualServerAddresses: [], ServerAddresses: [] }, noAddresses],
    [
      'a manual address without a port',
      { ManualServerAddresses: ['32.1.2.3'] },
      '32.1.2.3 is not a valid peering server address',
    ],
    [
      'an address with a port that is none',
      { ServerAddresses: ['a:1', 'b:0'] },
      'b:0 is not a valid peering server address',
    ],
    ['no server name beside a CA', { ServerName: '' }, 'peering token server name value is empty'],
    ['no peer id', { PeerID: '' }, 'peering token peer ID value is empty'],
    [
      'the CA before the addresses',
      { CA: ['x'], ServerAddresses: null, ManualServerAddresses: null },
      'peering token invalid CA: no PEM-encoded data found',
    ],
    [
      'the addresses before the name',
      { ServerAddresses: ['x'], ServerName: '' },
      'x is not a valid peering server address',
    ],
    [
      'the name before the peer id',
      { ServerName: '', PeerID: '' },
      'peering token server name value is empty',
    ],
  ];
  for (const [name, fields, message] of cases) {
    test(name, () => {
      assert.throws(() => checkPeeringToken({ ...full, ...fields }), {
        name: 'Refusal',
        code: 'rpc-error',
        message,
      });
    });
  }
});

describe('a token is accepted', () => {
  const cases: [string, Partial<PeeringToken>][] = [
    ['as generated', {}],
    ['without a CA and a name, for plain text', { CA: null, ServerName: '' }],
    ['with manual addresses only', { ServerAddresses: null }],
    ['with discovered addresses only', { ManualServerAddresses: null }],
    ['without a secret, which the acceptor will refuse', { EstablishmentSecret: '' }],
  ];
  for (const [name, fields] of cases) {
    test(name, () => assert.doesNotThrow(() => checkPeeringToken({ ...full, ...fields })));
  }
});
