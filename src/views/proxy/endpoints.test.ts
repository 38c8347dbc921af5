// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { openScenario, type ScenarioService } from '../../../test/mesh-scenario.ts';
import { gatewayEndpoints, peerGatewayEndpoints, sidecarEndpoints } from './endpoints.ts';
import type { Endpoint } from './snapshot.ts';

const sidecar: ScenarioService = {
  ID: 'a',
  Kind: 'connect-proxy',
  Address: '10.0.0.5',
  Port: 21_000,
  Proxy: { DestinationServiceName: 'orders' },
};

function endpointsOf(...services: readonly ScenarioService[]): readonly Endpoint[] {
  const { views } = openScenario({
    cluster: '11111111-0000-4000-8000-000000000001',
    nodes: [
      { Node: 'n', Address: '10.0.0.1', TaggedAddresses: { wan: '198.51.100.1' } },
      { Node: 'e', peer: 'east', Address: '10.9.0.1', TaggedAddresses: { wan: '198.51.100.9' } },
    ],
    services,
    leaves: [],
  });
  const [first] = services;
  if (first?.Kind === 'mesh-gateway') return views.get(gatewayEndpoints, null).value;
  return first?.peer === undefined
    ? views.get(sidecarEndpoints, 'orders').value
    : views.get(peerGatewayEndpoints, { peer: 'east', service: 'orders' }).value;
}

const where = (found: readonly Endpoint[]): readonly string[] =>
  found.map(({ address, port }) => `${address}:${port}`);

describe('an endpoint is at', () => {
  const imported: ScenarioService = { ...sidecar, node: 'e', peer: 'east' };
  const wan = { wan: { Address: '203.0.113.7', Port: 443 } };
  const cases: [string, ScenarioService, string][] = [
    ["the sidecar's address", sidecar, '10.0.0.5:21000'],
    ["the node's address if it has none", { ...sidecar, Address: '' }, '10.0.0.1:21000'],
    [
      "our sidecar's LAN address in any case",
      { ...sidecar, TaggedAddresses: wan },
      '10.0.0.5:21000',
    ],
    ["a peer's gateway's WAN address", { ...imported, TaggedAddresses: wan }, '203.0.113.7:443'],
    ["a peer's gateway's address if it has no WAN one", imported, '10.0.0.5:21000'],
    [
      "its node's WAN address if it has neither",
      { ...imported, Address: '' },
      '198.51.100.9:21000',
    ],
    [
      "our gateway's address",
      { ...sidecar, Kind: 'mesh-gateway', TaggedAddresses: wan },
      '10.0.0.5:21000',
    ],
  ];
  for (const [name, service, expected] of cases) {
    test(name, () => assert.deepEqual(where(endpointsOf(service)), [expected]));
  }
});

describe('an endpoint', () => {
  const weights = (Passing: number, Warning: number) => ({ Weights: { Passing, Warning } });
  const cases: [string, Partial<ScenarioService>, Pick<Endpoint, 'isHealthy' | 'weight'>][] = [
    ['that passes has its weight', weights(7, 3), { isHealthy: true, weight: 7 }],
    [
      'that warns has its other weight',
      { ...weights(7, 3), status: 'warning' },
      { isHealthy: true, weight: 3 },
    ],
    ['that is critical is not well', { status: 'critical' }, { isHealthy: false, weight: 1 }],
    ['in maintenance is not well', { status: 'maintenance' }, { isHealthy: false, weight: 1 }],
    ['of a status nobody knows is not well', { status: 'odd' }, { isHealthy: false, weight: 1 }],
    ['without weight is not well', weights(0, 1), { isHealthy: false, weight: 1 }],
    ['weighs no more than Envoy can tell', weights(999, 1), { isHealthy: true, weight: 128 }],
  ];
  for (const [name, parts, expected] of cases) {
    test(name, () => {
      const [found] = endpointsOf({ ...sidecar, ...parts });
      assert.deepEqual({ isHealthy: found?.isHealthy, weight: found?.weight }, expected);
    });
  }
});

test('endpoints are sorted and each address stands once, the healthy one of two', () => {
  const found = endpointsOf(
    { ...sidecar, ID: 'c', Address: '10.0.0.9' },
    { ...sidecar, ID: 'b', status: 'critical' },
    sidecar,
  );
  assert.deepEqual(where(found), ['10.0.0.5:21000', '10.0.0.9:21000']);
  assert.ok(found.every(({ isHealthy }) => isHealthy));
});

test('an instance without a port is no endpoint', () => {
  assert.deepEqual(endpointsOf({ ...sidecar, Port: 0 }), []);
});
