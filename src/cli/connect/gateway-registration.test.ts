// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type GatewayRequest, gatewayRegistration } from './gateway-registration.ts';

const local = { Address: '10.0.0.5', Port: 8443 };
const outside = { Address: '203.0.113.5', Port: 443 };
const isLocal = (address: string) => address === local.Address;
const request: GatewayRequest = {
  name: 'mesh-gateway',
  id: 'mesh-gateway',
  binds: {},
  deregisterAfterCritical: '6h',
};
const noDefault = { envoy_gateway_no_default_bind: true };

interface Expected {
  readonly tagged: object;
  readonly config?: object;
  readonly checked: string;
}

describe('a gateway is registered', () => {
  const cases: Record<string, [Partial<GatewayRequest>, Expected]> = {
    'without an address: on the default port, everywhere': [
      {},
      { tagged: {}, checked: '127.0.0.1:8443' },
    ],
    'with a LAN address': [{ lan: local }, { tagged: { lan: local }, checked: '10.0.0.5:8443' }],
    'with a WAN address that leads to it from elsewhere': [
      { lan: local, wan: outside },
      { tagged: { lan: local, wan: outside }, checked: '10.0.0.5:8443' },
    ],
    'with two addresses of its own: both are bound': [
      { lan: local, wan: local },
      {
        tagged: { lan: local, wan: local },
        config: { ...noDefault, envoy_gateway_bind_tagged_addresses: true },
        checked: '10.0.0.5:8443',
      },
    ],
    'with other addresses to bind: the check goes there': [
      { lan: outside, binds: { a: { Address: '0.0.0.0', Port: 9000 } } },
      {
        tagged: { lan: outside },
        config: {
          ...noDefault,
          envoy_gateway_bind_addresses: { a: { Address: '0.0.0.0', Port: 9000 } },
        },
        checked: '127.0.0.1:9000',
      },
    ],
    'with an IPv6 address to bind': [
      { binds: { a: { Address: 'fd00::1', Port: 9000 } } },
      {
        tagged: {},
        config: {
          ...noDefault,
          envoy_gateway_bind_addresses: { a: { Address: 'fd00::1', Port: 9000 } },
        },
        checked: '[fd00::1]:9000',
      },
    ],
  };
  for (const [name, [part, { tagged, config, checked }]] of Object.entries(cases)) {
    test(name, () => {
      const body = gatewayRegistration({ ...request, ...part }, isLocal);
      const { Address, Port } = part.lan ?? { Address: '', Port: 8443 };
      assert.deepEqual(body, {
        Kind: 'mesh-gateway',
        ID: 'mesh-gateway',
        Name: 'mesh-gateway',
        Address,
        Port,
        TaggedAddresses: tagged,
        ...(config === undefined ? {} : { Proxy: { Config: config } }),
        Check: {
          Name: 'mesh-gateway listening',
          TCP: checked,
          Interval: '10s',
          DeregisterCriticalServiceAfter: '6h',
        },
      });
    });
  }

  test('not at an address that nobody here can bind', () => {
    assert.throws(() => gatewayRegistration({ ...request, lan: outside }, isLocal), {
      message:
        'The LAN address "203.0.113.5" will not be bindable. Either set a bindable address or override the bind addresses with -bind-address',
    });
  });
});
