// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openScenario } from '../../test/mesh-scenario.ts';
import { silentLogger } from '../model/logger.ts';
import { proxiesExpected } from '../views/proxy/expected.ts';
import { expectProxies } from './expect-proxies.ts';

const cases = [
  { name: 'a service alone expects no proxy', Kind: '', loads: 0 },
  { name: 'what serves proxies is loaded for a sidecar', Kind: 'connect-proxy', loads: 1 },
  { name: 'what serves proxies is loaded for a mesh gateway', Kind: 'mesh-gateway', loads: 1 },
] as const;

for (const { name, Kind, loads } of cases) {
  test(name, async () => {
    const stop = new AbortController();
    const { views } = openScenario({
      cluster: '11111111-0000-4000-8000-000000000001',
      nodes: [{ Node: 'n' }],
      services: [{ ID: 'orders', Kind }],
      leaves: [],
    });
    assert.equal(views.get(proxiesExpected, null).value, loads > 0);
    let count = 0;
    const load = () => Promise.resolve((count += 1));
    const running = expectProxies({ views, load, logger: silentLogger }, stop.signal);
    if (loads === 0) stop.abort();
    await running;
    assert.equal(count, loads);
  });
}
