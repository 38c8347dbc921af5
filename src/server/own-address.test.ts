// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ownAddress } from './own-address.ts';

const at = (host: string, port = 8500) => [{ host, port }];
const none = { http: [], https: [], grpc: [], grpcTls: [] };

test('an agent reaches itself where it listens', () => {
  const cases: [http: string, address: string][] = [
    ['10.0.0.5', 'http://10.0.0.5:8500'],
    ['0.0.0.0', 'http://127.0.0.1:8500'],
    ['::', 'http://[::1]:8500'],
    ['unix:///run/agent.sock', 'unix:///run/agent.sock'],
  ];
  for (const [host, address] of cases) {
    assert.equal(ownAddress({ ...none, http: at(host), https: at('10.0.0.6', 8501) }), address);
  }
  assert.equal(ownAddress({ ...none, https: at('0.0.0.0', 8501) }), 'https://127.0.0.1:8501');
  assert.throws(() => ownAddress(none), /require an HTTP or HTTPS endpoint/);
});
