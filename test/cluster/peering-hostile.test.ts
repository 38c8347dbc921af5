// SPDX-License-Identifier: Apache-2.0
// Peers that don't keep to the protocol: each gets an answer, nobody crashes, nothing of ours changes.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { fromBinary, toBinary } from '@bufbuild/protobuf';
import {
  type ReplicationMessage,
  ReplicationMessageSchema,
} from '../../src/gen/consul/peerstream_pb.ts';
import {
  ack,
  heartbeat,
  SERVICE_LIST_URL,
  SERVICE_URL,
  subscription,
  TRUST_BUNDLE_URL,
  upsert,
} from '../../src/wire/peerstream/messages.ts';
import {
  encodeInstances,
  encodeNames,
  encodeTrustBundle,
} from '../../src/wire/peerstream/encode.ts';
import { peerInstance, peerSidecar } from '../peering-samples.ts';
import { seed, seeded, type Seeded } from '../seeded.ts';
import { type Cluster, startCluster, succeed } from './cluster.ts';
import { gone, has, imported, peering, register, registerSidecar, state, tokenOf } from './pair.ts';
import { RawPeer, type RawStream } from './raw-peer.ts';

let cluster: Cluster;
let peer: RawPeer;

before(async () => {
  cluster = await startCluster({ datacenter: 'east' });
  for (const name of ['web', 'api']) {
    await register(cluster, name, `${name}-1`);
    await registerSidecar(cluster, name, `${name}-1`);
  }
  peer = await RawPeer.open(await tokenOf(cluster, 'raw'));
});
after(() => cluster?.stop());

async function opened(): Promise<RawStream> {
  const stream = peer.stream();
  stream.send(peer.opening());
  await stream.until((received) => received.length >= 3);
  return stream;
}

/** What this cluster has of its own. */
async function ownRows(): Promise<string> {
  const read = (path: string) => cluster.request('GET', path);
  const paths = ['/v1/catalog/nodes', '/v1/health/state/any', '/v1/catalog/services'];
  const rows = await Promise.all([...paths, '/v1/health/service/web'].map(read));
  return rows.map(({ text }) => text).join('\n');
}

describe('a stream is refused, after its first message was read, when', () => {
  const cases: readonly (readonly [string, () => ReplicationMessage, number, RegExp])[] = [
    [
      'it begins with a request',
      () => subscription(SERVICE_URL, ''),
      3,
      /^first message when initiating a peering must be: Open$/,
    ],
    ['it begins with a heartbeat', () => heartbeat(), 3, /must be: Open$/],
    [
      'it names no peering',
      () => peer.opening(''),
      3,
      /^initial subscription request must specify a PeerID$/,
    ],
    [
      'it names an unknown peering',
      () => peer.opening('11111111-1111-1111-1111-111111111111'),
      3,
      /^initial subscription for unknown PeerID: 1{8}-/,
    ],
    [
      'its secret is wrong',
      () => peer.opening(undefined, 'wrong'),
      7,
      /^invalid peering stream secret$/,
    ],
    ['it has no secret', () => peer.opening(undefined, ''), 7, /^invalid peering stream secret$/],
  ];
  for (const [name, first, code, details] of cases) {
    test(name, async () => {
      const stream = peer.stream();
      stream.send(first());
      const ending = await stream.ended;
      assert.equal(ending.code, code);
      assert.match(ending.details, details);
    });
  }

  test('it ends before it has begun', async () => {
    const stream = peer.stream();
    stream.halfClose();
    assert.match((await stream.ended).details, /must be: Open$/);
  });
});

describe('a stream ends when its peer', () => {
  const cases: readonly (readonly [string, ReplicationMessage | Buffer, number, RegExp])[] = [
    ['asks for an unknown type', subscription('nomad.Job', ''), 3, /unknown resource URL: nomad/],
    ['confirms what it never asked for', ack(SERVICE_URL, '1'), 3, /must not contain a nonce$/],
    ['sends no message but noise', Buffer.from([0xff, 0xff, 0xff]), 13, /./],
  ];
  for (const [name, message, code, details] of cases) {
    test(name, async () => {
      const stream = await opened();
      stream.send(message);
      const ending = await stream.ended;
      assert.equal(ending.code, code);
      assert.match(ending.details, details);
    });
  }

  test('leaves without a goodbye, and the peering is failing then', async () => {
    const stream = await opened();
    await state(cluster, 'raw', 'ACTIVE');
    stream.halfClose();
    const ending = await stream.ended;
    assert.equal(ending.code, 2);
    assert.equal(ending.details, 'stream ended unexpectedly');
    await state(cluster, 'raw', 'FAILING');
  });

  test('comes again: the newer stream is the one that counts', async () => {
    const first = await opened();
    const second = await opened();
    const ending = await first.ended;
    assert.equal(ending.code, 10);
    await state(cluster, 'raw', 'ACTIVE');
    second.close();
    await state(cluster, 'raw', 'FAILING');
  });
});

/** Whether a message answers the response with that nonce; undefined when it is no answer. */
function answerOf({ Payload }: ReplicationMessage): { nonce: string; error?: string } | undefined {
  if (Payload.case !== 'request' || Payload.value.ResponseNonce === '') return undefined;
  const { ResponseNonce: nonce, Error: error } = Payload.value;
  return error === undefined ? { nonce } : { nonce, error: error.message };
}

test('an instance that would crash a real Consul is refused', async () => {
  const stream = await opened();
  const empty = Buffer.from([0x0a, 0x00]); // one instance without node and service
  stream.send(upsert('n1', SERVICE_URL, 'web', empty));
  await stream.until((received) => received.some((message) => answerOf(message)?.nonce === 'n1'));
  const answer = stream.received.map(answerOf).find((found) => found?.nonce === 'n1');
  assert.match(
    answer?.error ?? '',
    /^upsert error, ResourceURL: ".*ExportedService", ResourceID: "web": did not increment imported services count for service="web": failed to convert protobuf instances to structs: an instance has no node$/,
  );
  stream.close();
});

const SAMPLES: readonly (readonly [string, string, Uint8Array])[] = [
  [
    SERVICE_URL,
    'web',
    encodeInstances([peerInstance('web', 'web-1'), peerInstance('web', 'web-2')]),
  ],
  [SERVICE_URL, 'web-sidecar-proxy', encodeInstances([peerSidecar('web')])],
  [SERVICE_URL, 'api', encodeInstances([])],
  [SERVICE_LIST_URL, 'exported-service-list', encodeNames(['web', 'api'])],
  [TRUST_BUNDLE_URL, 'roots', encodeTrustBundle({ TrustDomain: 'x.consul', RootPEMs: ['PEM'] })],
];

/** Bytes that were once a message: some changed, cut, doubled or put elsewhere. */
function mutated(random: Seeded, bytes: Uint8Array): Buffer {
  const copy = Buffer.from(bytes);
  for (let change = random.below(4); change > 0 && copy.length > 0; change -= 1) {
    copy[random.below(copy.length)] = random.below(256);
  }
  const cut = random.below(copy.length + 1);
  return random.pick([
    () => copy,
    () => copy.subarray(0, cut),
    () => Buffer.concat([copy, copy.subarray(cut)]),
    () => Buffer.concat([copy.subarray(cut), copy.subarray(0, cut)]),
  ])();
}

test(`noise is answered, message by message, and changes nothing here (seed ${seed})`, async () => {
  const random = seeded(seed);
  const rowsBefore = await ownRows();
  let stream = await opened();
  let expected = 0;
  let answered = 0;
  const settle = async () => {
    await stream.until((received) => received.filter(answerOf).length >= expected);
    answered += stream.received.filter(answerOf).length;
    expected = 0;
  };
  const reopened = async () => {
    expected = 0;
    stream = await opened();
  };
  for (let round = 0; round < 2_000; round += 1) {
    if (stream.isOver) await reopened();
    const [url, id, bytes] = random.pick(SAMPLES);
    const message = upsert(`n${round}`, url, id, mutated(random, bytes));
    if (random.below(100) > 0) {
      stream.send(message);
      expected += 1;
    } else {
      // The envelope itself is noise: either it still is a message, or the stream ends.
      const noise = mutated(random, toBinary(ReplicationMessageSchema, message));
      const read = messageOf(noise);
      if (read?.Payload.case === 'terminated') continue;
      stream.send(noise);
      if (read !== undefined) continue;
      await stream.ended;
    }
  }
  await settle();
  if (stream.isOver) await reopened();
  assert.ok(answered > 0);
  assert.equal(await ownRows(), rowsBefore);
  assert.equal((await peering(cluster, 'raw')).State, 'ACTIVE');

  // And afterwards it all still works.
  stream.send(upsert('good', SERVICE_URL, 'web', SAMPLES[0]?.[2] ?? new Uint8Array()));
  await imported(cluster, 'raw', 'web', has(2));
  stream.close();
  await succeed(cluster, 'DELETE', '/v1/peering/raw');
  await gone(cluster, 'raw');
  assert.deepEqual(await cluster.get('/v1/health/service/web?peer=raw'), []);
  assert.equal(await ownRows(), rowsBefore);
});

function messageOf(bytes: Uint8Array): ReplicationMessage | undefined {
  try {
    return fromBinary(ReplicationMessageSchema, bytes);
  } catch {
    return undefined;
  }
}
