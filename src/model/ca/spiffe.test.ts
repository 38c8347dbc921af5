// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  formatSpiffeId,
  isSameTrustDomain,
  parseSpiffeId,
  type SpiffeId,
  trustDomainOfCluster,
} from './spiffe.ts';

const TD = '11111111-2222-3333-4444-555555555555.consul';
const web: SpiffeId = {
  kind: 'service',
  trustDomain: TD,
  partition: 'default',
  namespace: 'default',
  datacenter: 'dc1',
  service: 'web',
};

describe('an id and its text belong to each other', () => {
  const pairs: [string, SpiffeId, string][] = [
    ['a service', web, '/ns/default/dc/dc1/svc/web'],
    [
      'a service of a partition',
      { ...web, partition: 'team' },
      '/ap/team/ns/default/dc/dc1/svc/web',
    ],
    ['a service of a namespace', { ...web, namespace: 'shop' }, '/ns/shop/dc/dc1/svc/web'],
    ['a service with a slash', { ...web, service: 'a/b' }, '/ns/default/dc/dc1/svc/a%2Fb'],
    [
      'a service that would be a longer path',
      { ...web, service: 'a/dc/x' },
      '/ns/default/dc/dc1/svc/a%2Fdc%2Fx',
    ],
    [
      'a service with a per cent sign',
      { ...web, service: 'a%2Fb' },
      '/ns/default/dc/dc1/svc/a%252Fb',
    ],
    ['a service with a space', { ...web, service: 'a b' }, '/ns/default/dc/dc1/svc/a%20b'],
    [
      'a service with a question mark',
      { ...web, service: 'a?b#c' },
      '/ns/default/dc/dc1/svc/a%3Fb%23c',
    ],
    ['a service with an umlaut', { ...web, service: 'ü' }, '/ns/default/dc/dc1/svc/%C3%BC'],
    [
      'marks that Go leaves alone',
      { ...web, service: 'a:b@c=d&e$f,g;h+i~.-_' },
      '/ns/default/dc/dc1/svc/a:b@c=d&e$f,g;h+i~.-_',
    ],
    [
      'marks that Go escapes',
      { ...web, service: '!*\'()[]"<>' },
      '/ns/default/dc/dc1/svc/%21%2A%27%28%29%5B%5D%22%3C%3E',
    ],
    [
      'a mesh gateway',
      { kind: 'mesh-gateway', trustDomain: TD, partition: 'default', datacenter: 'dc1' },
      '/gateway/mesh/dc/dc1',
    ],
    [
      'a mesh gateway of a partition',
      { kind: 'mesh-gateway', trustDomain: TD, partition: 'team', datacenter: 'dc1' },
      '/ap/team/gateway/mesh/dc/dc1',
    ],
    [
      'an agent',
      { kind: 'agent', trustDomain: TD, partition: 'default', datacenter: 'dc1', agent: 'node-1' },
      '/agent/client/dc/dc1/id/node-1',
    ],
    [
      'an agent of a partition',
      { kind: 'agent', trustDomain: TD, partition: 'team', datacenter: 'dc1', agent: 'node-1' },
      '/ap/team/agent/client/dc/dc1/id/node-1',
    ],
    ['a server', { kind: 'server', trustDomain: TD, datacenter: 'dc1' }, '/agent/server/dc/dc1'],
    ['a CA', { kind: 'signing', trustDomain: TD }, ''],
  ];
  for (const [name, id, path] of pairs) {
    test(name, () => {
      assert.equal(formatSpiffeId(id), `spiffe://${TD}${path}`);
      assert.deepEqual(parseSpiffeId(`spiffe://${TD}${path}`), id);
    });
  }
});

test('an empty partition and an empty namespace are written as the default ones', () => {
  const id: SpiffeId = { ...web, partition: '', namespace: '' };
  assert.equal(formatSpiffeId(id), formatSpiffeId(web));
});

test('a partition is written in lower case, and never when it is the default one in any case', () => {
  assert.equal(
    formatSpiffeId({ ...web, partition: 'Team' }),
    `spiffe://${TD}/ap/team/ns/default/dc/dc1/svc/web`,
  );
  assert.equal(formatSpiffeId({ ...web, partition: 'Default' }), formatSpiffeId(web));
});

test('names and hosts keep their case when they are parsed', () => {
  const id = parseSpiffeId('spiffe://ABC.consul/ns/Default/dc/DC1/svc/Web');
  assert.deepEqual(id, {
    ...web,
    trustDomain: 'ABC.consul',
    namespace: 'Default',
    datacenter: 'DC1',
    service: 'Web',
  });
});

describe('a text that is no id is refused', () => {
  const format = /^SPIFFE ID is not in the expected format: /;
  const texts: [string, string, RegExp][] = [
    [
      'another scheme',
      `https://${TD}/ns/default/dc/dc1/svc/web`,
      /^SPIFFE ID must have 'spiffe' scheme$/,
    ],
    ['no scheme', `${TD}/ns/default/dc/dc1/svc/web`, /^SPIFFE ID must have 'spiffe' scheme$/],
    ['an unknown path', `spiffe://${TD}/foo`, format],
    ['a root path', `spiffe://${TD}/`, format],
    ['a longer path', `spiffe://${TD}/ns/default/dc/dc1/svc/web/x`, format],
    ['an empty segment', `spiffe://${TD}/ns//dc/dc1/svc/web`, format],
    ['a server with a partition', `spiffe://${TD}/ap/x/agent/server/dc/dc1`, format],
    ['a CA without a domain', 'spiffe://consul', format],
    ['no host', 'spiffe:///ns/default/dc/dc1/svc/web', format],
    ['a user', `spiffe://me@${TD}/ns/default/dc/dc1/svc/web`, format],
    ['a port', `spiffe://${TD}:80/ns/default/dc/dc1/svc/web`, format],
    ['a query', `spiffe://${TD}/ns/default/dc/dc1/svc/web?x=1`, format],
    ['a fragment', `spiffe://${TD}/ns/default/dc/dc1/svc/web#x`, format],
    ['a line break', `spiffe://${TD}/ns/default/dc/dc1/svc/web\n`, format],
    ['a letter that must be escaped', `spiffe://${TD}/ns/default/dc/dc1/svc/ü`, format],
    ['a broken escape', `spiffe://${TD}/ns/default/dc/dc1/svc/%zz`, format],
    ['an escape that is no UTF-8', `spiffe://${TD}/ns/default/dc/dc1/svc/%FF`, format],
    [
      'more than 2048 bytes',
      `spiffe://${TD}/ns/default/dc/dc1/svc/${'x'.repeat(2_048)}`,
      /longer than 2048 bytes$/,
    ],
  ];
  for (const [name, text, message] of texts) {
    test(name, () => assert.throws(() => parseSpiffeId(text), { name: 'Refusal', message }));
  }
});

test('the trust domain of a cluster is its id under consul, in lower case', () => {
  assert.equal(
    trustDomainOfCluster('11111111-AAAA-3333-4444-555555555555'),
    '11111111-aaaa-3333-4444-555555555555.consul',
  );
});

test('trust domains differ by more than ASCII case', () => {
  assert.ok(isSameTrustDomain('ABC.consul', 'abc.Consul'));
  assert.ok(!isSameTrustDomain('abc.consul', 'abd.consul'));
  assert.ok(!isSameTrustDomain('\u212a.consul', 'k.consul'), 'the Kelvin sign is no k');
});
