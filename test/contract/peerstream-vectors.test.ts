// SPDX-License-Identifier: Apache-2.0
// The peer stream byte by byte: complete gRPC frames as a real Consul sends them, built here from our own sources. The
// frames named `captured` came from a real acceptor; the others are the smallest of their kind.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import type { DescMessage, MessageInitShape } from '@bufbuild/protobuf';
import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import { anyPack, anyUnpack, type Any } from '@bufbuild/protobuf/wkt';
import {
  PeeringServerAddressesSchema,
  PeeringTrustBundleSchema,
} from '../../src/gen/consul/peering_pb.ts';
import {
  ExchangeSecretRequestSchema,
  ExchangeSecretResponseSchema,
  ExportedServiceListSchema,
  ExportedServiceSchema,
  LeaderAddressSchema,
  Operation,
  ReplicationMessageSchema,
} from '../../src/gen/consul/peerstream_pb.ts';
import { StatusSchema } from '../../src/gen/consul/status_pb.ts';

const frames: Record<string, string> = JSON.parse(
  readFileSync(new URL('testdata/peerstream-frames.json', import.meta.url), 'utf8'),
);

const ONES = '11111111-1111-1111-1111-111111111111';
const TWOS = '22222222-2222-2222-2222-222222222222';
const NONCE = '00000001';

/** A case's message: the schema and what the frame holds. */
interface Sample {
  schema: DescMessage;
  message: Uint8Array;
}

function sample<Desc extends DescMessage>(schema: Desc, init: MessageInitShape<Desc>): Sample {
  return { schema, message: toBinary(schema, create(schema, init)) };
}

type Payload = NonNullable<MessageInitShape<typeof ReplicationMessageSchema>['Payload']>;

function replication(payload: Payload): Sample {
  return sample(ReplicationMessageSchema, { Payload: payload });
}

function urlOf(schema: DescMessage): string {
  return `type.googleapis.com/${schema.typeName}`;
}

/** A request for one kind of resource; with a nonce the answer to a response. */
function request(
  schema: DescMessage,
  more: { PeerID?: string; ResponseNonce?: string } = {},
): Sample {
  return replication({ case: 'request', value: { ResourceURL: urlOf(schema), ...more } });
}

function response<Desc extends DescMessage>(
  schema: Desc,
  id: string,
  resource: MessageInitShape<Desc>,
): Sample {
  const value = {
    Nonce: NONCE,
    ResourceURL: urlOf(schema),
    ResourceID: id,
    Resource: anyPack(schema, create(schema, resource)),
    operation: Operation.UPSERT,
  };
  return replication({ case: 'response', value });
}

const oneInstance: MessageInitShape<typeof ExportedServiceSchema> = {
  Nodes: [
    {
      Node: { Node: 'n1', Address: '10.0.0.1', Datacenter: 'dc2' },
      Service: {
        ID: 'orders-1',
        Service: 'orders',
        Port: 8080,
        Weights: { Passing: 1, Warning: 1 },
        EnterpriseMeta: {},
      },
    },
  ],
};

const samples: Record<string, Sample> = {
  'exchange request': sample(ExchangeSecretRequestSchema, {
    PeerID: ONES,
    EstablishmentSecret: TWOS,
  }),
  'exchange response': sample(ExchangeSecretResponseSchema, { StreamSecret: TWOS }),
  'open without remote': replication({
    case: 'open',
    value: { PeerID: ONES, StreamSecretID: TWOS },
  }),
  open: replication({
    case: 'open',
    value: { PeerID: ONES, StreamSecretID: TWOS, Remote: { Datacenter: 'dc2' } },
  }),
  'subscribe to services as dialer': request(ExportedServiceSchema, { PeerID: ONES }),
  'subscribe to services as acceptor': request(ExportedServiceSchema),
  'subscribe to the list as acceptor': request(ExportedServiceListSchema),
  'subscribe to trust bundles as acceptor': request(PeeringTrustBundleSchema),
  'subscribe to server addresses as dialer': request(PeeringServerAddressesSchema, {
    PeerID: ONES,
  }),
  'ack of a service': request(ExportedServiceSchema, { ResponseNonce: NONCE }),
  'ack of the list': request(ExportedServiceListSchema, { ResponseNonce: NONCE }),
  'nack of the list': replication({
    case: 'request',
    value: {
      ResourceURL: urlOf(ExportedServiceListSchema),
      ResponseNonce: NONCE,
      Error: { code: 13, message: 'x' },
    },
  }),
  'empty list': response(ExportedServiceListSchema, 'exported-service-list', {}),
  'list of one': response(ExportedServiceListSchema, 'exported-service-list', {
    Services: ['orders'],
  }),
  'service without instances': response(ExportedServiceSchema, 'orders', {}),
  'service with one instance': response(ExportedServiceSchema, 'orders', oneInstance),
  'trust bundle': response(PeeringTrustBundleSchema, 'roots', {
    TrustDomain: 'aaaa.consul',
    RootPEMs: ['PEM\n'],
  }),
  'server addresses': response(PeeringServerAddressesSchema, 'server-addrs', {
    Addresses: ['127.0.0.1:8503'],
  }),
  heartbeat: replication({ case: 'heartbeat', value: {} }),
  terminated: replication({ case: 'terminated', value: {} }),
};

describe('messages are encoded as Consul encodes them', () => {
  for (const [name, { schema, message }] of Object.entries(samples)) {
    test(`${name}`, () => {
      assert.equal(frameOf(message), frames[name]);
      const decoded = fromBinary(schema, bodyOf(name));
      assert.deepEqual(toBinary(schema, decoded), message);
    });
  }
});

describe('captured messages', () => {
  for (const name of Object.keys(frames).filter((key) => key.startsWith('captured'))) {
    test(`${name.replace('captured: ', '')} is read whole and written back the same, inner message too`, () => {
      const message = fromBinary(ReplicationMessageSchema, bodyOf(name));
      assert.equal(frameOf(toBinary(ReplicationMessageSchema, message)), frames[name]);
      const resource = resourceOf(message.Payload);
      assert.equal(
        frameOf(toBinary(ExportedServiceSchema, resource)),
        frameOf(anyOf(message.Payload).value),
      );
    });
  }

  test('a sidecar names how to reach and recognise it', () => {
    const message = fromBinary(ReplicationMessageSchema, bodyOf('captured: synthetic sidecar'));
    const service = resourceOf(message.Payload).Nodes[0]?.Service;
    assert.equal(service?.Kind, 'connect-proxy');
    assert.equal(service.Port, 8443);
    assert.equal(service.TaggedAddresses['wan']?.Address, '9.9.9.9');
    assert.equal(service.Connect?.PeerMeta?.SNI.length, 1);
    assert.equal(service.Connect.PeerMeta.SpiffeID.length, 2);
    assert.equal(service.Connect.PeerMeta.Protocol, 'tcp');
  });

  test('a follower names its leader in the details of its refusal', () => {
    const bytes = Buffer.from(frames['status of a follower'] ?? '', 'hex');
    const status = fromBinary(StatusSchema, bytes);
    assert.equal(status.code, 9);
    assert.equal(status.message, 'cannot establish a peering stream on a follower node');
    const [detail] = status.details;
    assert.ok(detail);
    assert.equal(anyUnpack(detail, LeaderAddressSchema)?.address, '127.0.0.1:29545');
    assert.deepEqual(Buffer.from(toBinary(StatusSchema, status)), bytes);
  });
});

/** Hex of the gRPC frame: not compressed, length, body. */
function frameOf(body: Uint8Array): string {
  const header = Buffer.alloc(5);
  header.writeUInt32BE(body.length, 1);
  return Buffer.concat([header, body]).toString('hex');
}

function bodyOf(name: string): Uint8Array {
  return Buffer.from(frames[name] ?? '', 'hex').subarray(5);
}

function anyOf(payload: { case: string | undefined; value?: unknown }): Any {
  assert.equal(payload.case, 'response');
  const { Resource } = payload.value as { Resource?: Any };
  assert.ok(Resource);
  return Resource;
}

function resourceOf(payload: { case: string | undefined; value?: unknown }) {
  const resource = anyUnpack(anyOf(payload), ExportedServiceSchema);
  assert.ok(resource);
  return resource;
}
