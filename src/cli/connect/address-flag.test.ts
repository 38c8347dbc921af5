// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { parseFlags } from '../flags.ts';
import { addressFlag, addressMapFlag } from './address-flag.ts';

const flags = {
  address: addressFlag('address', 'An address.'),
  binds: addressMapFlag('bind-address', 'Addresses.'),
};

describe('an address of a gateway is', () => {
  const cases: Record<string, [text: string, Address: string, Port: number]> = {
    'host:port': ['gateway.example.com:443', 'gateway.example.com', 443],
    'an IP address': ['10.0.0.5', '10.0.0.5', 8443],
    'an IPv6 address': ['fd00::1', 'fd00::1', 8443],
    'an IPv6 address with a port': ['[fd00::1]:443', 'fd00::1', 443],
    'a port': [':443', '', 443],
    'an address with a port to come': ['10.0.0.5:', '10.0.0.5', 8443],
  };
  for (const [name, [text, Address, Port]] of Object.entries(cases)) {
    test(name, () => {
      const { values } = parseFlags(flags, ['-address', text]);
      assert.deepEqual(values.address, { Address, Port });
    });
  }
  test('named, several times', () => {
    const { values } = parseFlags(flags, ['-bind-address=a=10.0.0.5', '-bind-address=b=:1']);
    assert.deepEqual(values.binds, {
      a: { Address: '10.0.0.5', Port: 8443 },
      b: { Address: '', Port: 1 },
    });
  });
});

describe('an address of a gateway is not', () => {
  const cases: [argument: string, message: string][] = [
    ['-address=gateway', 'flag -address: Error parsing address "gateway": not an IP address'],
    ['-address=a:b', 'flag -address: Error parsing port "b": not a port'],
    ['-address=a:0', 'flag -address: Error parsing port "0": not a port'],
    [
      '-address={{ GetPrivateIP }}:8443',
      'flag -address: templates such as "{{ GetPrivateIP }}:8443" are not supported',
    ],
    ['-bind-address=:1', 'flag -bind-address: Missing "=" in argument: :1'],
  ];
  for (const [argument, message] of cases) {
    test(argument, () => {
      assert.throws(
        () => parseFlags(flags, [argument]),
        (error: Error) => error.message.endsWith(message),
      );
    });
  }
});
