// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import { AnySchema } from '@bufbuild/protobuf/wkt';
import { DeltaDiscoveryResponseSchema } from '../../gen/envoy/service/discovery/v3/discovery_pb.ts';
import { encodeDeltaResponse } from './encode.ts';
import { type Resource, type ResourceType, TYPE_URLS } from './resource-set.ts';

function resourceOf(type: ResourceType, name: string, length: number): Resource {
  const value = new Uint8Array(length).fill(7);
  const any = toBinary(AnySchema, create(AnySchema, { typeUrl: TYPE_URLS[type], value }));
  return { name, version: 'ab'.repeat(32), any };
}

const cases: { name: string; resources: Resource[]; removed: string[] }[] = [
  { name: 'with nothing in it', resources: [], removed: [] },
  { name: 'with a removal', resources: [], removed: ['db', 'api?peer=öst'] },
  { name: 'with an empty resource', resources: [resourceOf('clusters', '', 0)], removed: [] },
  {
    name: 'with resources of every length of length',
    resources: [1, 127, 128, 16_383, 16_384, 300_000].map((length) =>
      resourceOf('clusters', `cluster-ü-${length}`, length),
    ),
    removed: ['gone'],
  },
];

describe('a delta response', () => {
  for (const { name, resources, removed } of cases) {
    test(`${name} reads as what was written`, () => {
      const bytes = encodeDeltaResponse({
        type: 'clusters',
        nonce: '0000000a',
        resources,
        removed,
      });
      const response = fromBinary(DeltaDiscoveryResponseSchema, bytes);
      assert.equal(response.typeUrl, TYPE_URLS.clusters);
      assert.equal(response.nonce, '0000000a');
      assert.deepEqual(response.removedResources, removed);
      assert.deepEqual(
        response.resources.map(({ name: named, version }) => ({ named, version })),
        resources.map((resource) => ({ named: resource.name, version: resource.version })),
      );
      for (const [i, { resource }] of response.resources.entries()) {
        assert.ok(resource);
        assert.deepEqual(toBinary(AnySchema, resource), resources[i]?.any);
      }
    });
  }
});
