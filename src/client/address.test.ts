// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type AgentAddress, parseAddress } from './address.ts';

const cases: Record<string, [text: string, isTls: boolean, address: AgentAddress]> = {
  'host and port': [
    '10.0.0.1:8500',
    false,
    { isTls: false, host: '10.0.0.1', origin: 'http://10.0.0.1:8500' },
  ],
  http: ['http://a:1/', false, { isTls: false, host: 'a', origin: 'http://a:1' }],
  https: ['https://a:1', false, { isTls: true, host: 'a', origin: 'https://a:1' }],
  'http where TLS is wanted': [
    'http://a:1',
    true,
    { isTls: true, host: 'a', origin: 'https://a:1' },
  ],
  'a path of a reverse proxy': [
    'https://a/consul/',
    false,
    { isTls: true, host: 'a', origin: 'https://a/consul' },
  ],
  'an IPv6 address': [
    '[::1]:8500',
    false,
    { isTls: false, host: '::1', origin: 'http://[::1]:8500' },
  ],
  'a Unix socket': [
    'unix:///run/a.sock',
    false,
    { isTls: false, host: 'localhost', socketPath: '/run/a.sock', origin: 'http://localhost' },
  ],
};

describe('the address of an agent:', () => {
  for (const [name, [text, isTls, address]] of Object.entries(cases)) {
    test(name, () => assert.deepEqual(parseAddress(text, isTls), address));
  }
  test('another scheme is refused', () => {
    assert.throws(() => parseAddress('ftp://a', false), {
      message: 'Unknown protocol scheme: ftp',
    });
  });
  test('a password is refused, and not shown', () => {
    assert.throws(() => parseAddress('http://ann:secret@a:1', false), {
      message: 'a password goes into CONSUL_HTTP_AUTH, not an address',
    });
  });
  test('what is no address is refused', () => {
    assert.throws(() => parseAddress('a b:1', false), { message: 'invalid address "a b:1"' });
  });
});
