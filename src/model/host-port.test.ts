// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { formatHostPort, type HostPort, parseHostPort } from './host-port.ts';

describe('an address and its parts belong to each other', () => {
  const pairs: [string, HostPort][] = [
    ['10.0.0.1:8503', { host: '10.0.0.1', port: 8503 }],
    ['gateway.example.com:443', { host: 'gateway.example.com', port: 443 }],
    ['[2001:db8::1]:8503', { host: '2001:db8::1', port: 8503 }],
    [':1', { host: '', port: 1 }],
    ['a:65535', { host: 'a', port: 65_535 }],
  ];
  for (const [address, parts] of pairs) {
    test(address, () => {
      assert.deepEqual(parseHostPort(address), parts);
      assert.equal(formatHostPort(parts), address);
    });
  }
});

test('a port may have a sign and leading zeros, as in Go', () => {
  assert.deepEqual(parseHostPort('a:+080'), { host: 'a', port: 80 });
});

describe('a text that is no address has no parts', () => {
  for (const address of [
    '',
    'a',
    '1.2.3.4',
    'a:',
    'a:0',
    'a:65536',
    'a:-1',
    'a:x',
    'a:1x',
    '::1:80',
    'a:b:80',
    '[::1]',
    '[::1]80',
    '[::1]x:80',
    '[::1:80',
    '::1]:80',
    'a:1.5',
    'a: 1',
    `a:${'0'.repeat(99)}1`,
  ]) {
    test(JSON.stringify(address), () => assert.equal(parseHostPort(address), undefined));
  }
});
