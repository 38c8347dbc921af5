// SPDX-License-Identifier: Apache-2.0
// What we export against what a real Consul sent for the same catalog, and back into our own shapes.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { fromBinary } from '@bufbuild/protobuf';
import { sampleCheck, sampleNode, sampleService } from '../../../test/catalog-samples.ts';
import { ExportedServiceSchema, ReplicationMessageSchema } from '../../gen/consul/peerstream_pb.ts';
import { exportedInstance, type PeerInstance } from '../../model/peering/instance.ts';
import { exportedSidecars } from '../../model/peering/sidecar.ts';
import { instancesOf } from './decode.ts';
import { encodeCounters, encodeInstances } from './encode.ts';

const frames: Record<string, string> = JSON.parse(
  readFileSync(
    new URL('../../../test/contract/testdata/peerstream-frames.json', import.meta.url),
    'utf8',
  ),
);

function captured(name: string): Uint8Array {
  const frame = Buffer.from(frames[`captured: ${name}`] ?? '', 'hex');
  const { Payload } = fromBinary(ReplicationMessageSchema, frame.subarray(5));
  assert.ok(Payload.case === 'response');
  return Payload.value.Resource?.value ?? new Uint8Array();
}

const Node = sampleNode('n1', {
  Address: '10.1.1.1',
  Meta: { a: 'b' },
  TaggedAddresses: { lan: '10.1.1.1', wan: '8.8.8.8' },
});

const web: PeerInstance = {
  Node,
  Service: sampleService('web-1', {
    Service: 'web',
    Port: 8_080,
    Tags: ['v1'],
    Meta: { m: '1' },
    Connect: { Native: true },
  }),
  Checks: [
    sampleCheck('a', { Node: 'n1', ServiceID: 'web-1', Status: 'passing' }),
    sampleCheck('b', { Node: 'n1', ServiceID: 'web-1', Status: 'warning' }),
  ],
};

const gateway: PeerInstance = {
  Node,
  Service: sampleService('gw', {
    Kind: 'mesh-gateway',
    Address: '10.1.1.1',
    Port: 8_443,
    TaggedAddresses: {
      lan: { Address: '10.1.1.1', Port: 8_443 },
      wan: { Address: '9.9.9.9', Port: 443 },
      'consul-virtual': { Address: '240.0.0.1', Port: 8_443 },
    },
  }),
  Checks: [],
};

const LAB = {
  service: 'web',
  protocol: 'tcp',
  peer: 'lab',
  trustDomain: '1230a861-56ac-5916-0cc1-9d9a5cfa0dae.consul',
};

const cases: Record<string, () => readonly PeerInstance[]> = {
  'service with checks': () => [exportedInstance(web) ?? web],
  'synthetic sidecar': () => exportedSidecars(LAB, [gateway]),
};

describe('we export what a real Consul exports:', () => {
  for (const [name, instances] of Object.entries(cases)) {
    test(`a ${name}`, () => {
      const ours = fromBinary(ExportedServiceSchema, encodeInstances(instances()));
      assert.deepEqual(ours, fromBinary(ExportedServiceSchema, captured(name)));
    });

    test(`a ${name} is imported as it was exported`, () => {
      const { Nodes } = fromBinary(ExportedServiceSchema, captured(name));
      const [imported] = instancesOf(Nodes);
      const [exported] = instances();
      assert.deepEqual(imported?.Node, exported?.Node);
      assert.deepEqual(imported?.Checks, exported?.Checks);
      assert.equal(imported?.Service.ID, exported?.Service.ID);
      assert.deepEqual(imported?.Service.Connect, exported?.Service.Connect);
      assert.deepEqual(
        imported?.Service.TaggedAddresses ?? {},
        exported?.Service.TaggedAddresses ?? {},
      );
    });
  }
});

test('one value is encoded once, however many peers it goes to', () => {
  const instances = [web];
  const before = encodeCounters.encoded;
  const first = encodeInstances(instances);
  assert.equal(encodeInstances(instances), first);
  assert.equal(encodeCounters.encoded, before + 1);
});

test('equal values have equal bytes', () => {
  assert.deepEqual(encodeInstances([web]), encodeInstances([{ ...web }]));
});
