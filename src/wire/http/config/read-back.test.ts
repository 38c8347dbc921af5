// SPDX-License-Identifier: Apache-2.0
// Tools read an entry, change nothing and write it again: of no kind may that look like a change.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { type HttpHarness, openHttpHarness } from '../../../../test/http-harness.ts';
import { configEndpoints } from './endpoints.ts';

let server: HttpHarness;
before(async () => (server = await openHttpHarness({ endpoints: configEndpoints })));
after(() => server.close());

/** Names of fields as HCL files and older clients spell them, all the way down; PrivateKey has no other. */
function snakeCased(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(snakeCased);
  if (typeof value !== 'object' || value === null) return value;
  const spelled = (name: string) =>
    name === 'PrivateKey'
      ? name
      : name
          .replaceAll(/([a-z])([A-Z])/g, '$1_$2')
          .replaceAll(/([A-Z])([A-Z][a-z])/g, '$1_$2')
          .toLowerCase();
  return Object.fromEntries(Object.entries(value).map(([k, v]) => [spelled(k), snakeCased(v)]));
}

const keys = Buffer.from('{"keys":[]}').toString('base64');
const entries: readonly { Kind: string; Name: string; [field: string]: unknown }[] = [
  { Kind: 'proxy-defaults', Name: 'global', MeshGateway: { Mode: 'local' } },
  { Kind: 'mesh', Name: 'mesh', Peering: { PeerThroughMeshGateways: true } },
  {
    Kind: 'exported-services',
    Name: 'default',
    Services: [{ Name: 'a', Consumers: [{ Peer: 'east' }] }],
  },
  {
    Kind: 'service-defaults',
    Name: 'a',
    Protocol: 'HTTP',
    UpstreamConfig: { Overrides: [{ Name: 'b' }] },
  },
  {
    Kind: 'service-resolver',
    Name: 'a',
    ConnectTimeout: '90s',
    Subsets: { v1: { OnlyPassing: true } },
  },
  { Kind: 'service-splitter', Name: 'a', Splits: [{ Weight: 100 }] },
  {
    Kind: 'service-router',
    Name: 'a',
    Routes: [{ Match: { HTTP: { PathPrefix: '/x' } }, Destination: { RequestTimeout: '5s' } }],
  },
  {
    Kind: 'service-intentions',
    Name: 'a',
    Sources: [
      { Name: '*', Action: 'deny' },
      { Name: 'b', Action: 'allow' },
    ],
  },
  { Kind: 'jwt-provider', Name: 'p', Issuer: 'i', JSONWebKeySet: { Local: { JWKS: keys } } },
  { Kind: 'ingress-gateway', Name: 'in', Listeners: [{ Port: 80, Services: [{ Name: 'c' }] }] },
  { Kind: 'terminating-gateway', Name: 'out', Services: [{ Name: 'd', SNI: 's' }] },
  { Kind: 'api-gateway', Name: 'front', Listeners: [{ Name: 'l', Port: 81, Protocol: 'tcp' }] },
  {
    Kind: 'tcp-route',
    Name: 't',
    Parents: [{ Kind: 'api-gateway', Name: 'front' }],
    Services: [{ Name: 'c' }],
  },
  { Kind: 'http-route', Name: 'h', Rules: [{ Services: [{ Name: 'a' }] }] },
  { Kind: 'file-system-certificate', Name: 'f', Certificate: '/c.pem', PrivateKey: '/k.pem' },
];

describe('an entry that was read and is written again is the same, of the kind', () => {
  for (const entry of entries) {
    const path = `/v1/config/${entry.Kind}/${entry.Name}`;
    test(entry.Kind, async () => {
      const first = await server.put('/v1/config', entry);
      assert.deepEqual([first.status, first.json], [200, true]);
      const { json: stored } = await server.get(path);
      for (const again of [entry, stored, snakeCased(entry)]) {
        assert.deepEqual((await server.put('/v1/config', again)).json, true);
        assert.deepEqual((await server.get(path)).json, stored);
      }
    });
  }
});
