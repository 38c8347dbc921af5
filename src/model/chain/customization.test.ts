// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chainCustomizationHash } from './customization.ts';

test('a chain that nothing customises has no hash', () => {
  assert.equal(chainCustomizationHash({}), '');
});

test('the hash is the one that Consul gives', () => {
  assert.equal(chainCustomizationHash({ protocol: 'http' }), '1a47f6e1');
  assert.equal(chainCustomizationHash({ protocol: 'tcp' }), '96f2c150');
  assert.equal(chainCustomizationHash({ connectTimeoutMs: 33_000 }), 'b70d9f92');
  assert.equal(chainCustomizationHash({ gatewayMode: 'local' }), 'c225dc1c');
  const all = { protocol: 'grpc', connectTimeoutMs: 7_000, gatewayMode: 'remote' } as const;
  assert.equal(chainCustomizationHash(all), 'b94f529a');
});
