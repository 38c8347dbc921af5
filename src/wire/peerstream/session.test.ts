// SPDX-License-Identifier: Apache-2.0
// One session over a call in memory, with a clock of its own; the test plays the peer.
import assert from 'node:assert/strict';
import { Duplex } from 'node:stream';
import { afterEach, beforeEach, describe, mock, test } from 'node:test';
import { peerInstance } from '../../../test/peering-samples.ts';
import type { Command } from '../../commands/command.ts';
import { deletePeering } from '../../commands/delete-peering.ts';
import { exchangePeeringSecret } from '../../commands/exchange-peering-secret.ts';
import { generatePeeringToken } from '../../commands/generate-peering-token.ts';
import { openPeerStream } from '../../commands/open-peer-stream.ts';
import type { ReplicationMessage } from '../../gen/consul/peerstream_pb.ts';
import { openMemoryLog } from '../../log/memory/store.ts';
import { silentLogger } from '../../model/logger.ts';
import { DEFAULT_PEERING_LIMITS, type PeeringLimits } from '../../model/peering/limits.ts';
import type { PeerStreamRow } from '../../model/peering/peering.ts';
import { type Core, openCore } from '../../server/core.ts';
import { peeringAnswer } from '../../views/peering/read.ts';
import { peerStream } from '../../views/peering/stream.ts';
import { encodeInstances } from './encode.ts';
import {
  ack,
  heartbeat,
  nack,
  SERVICE_LIST_URL,
  SERVICE_URL,
  subscription,
  terminated,
  upsert,
} from './messages.ts';
import type { PeerStreamPorts } from './ports.ts';
import { type SessionEnd, StreamSession } from './session.ts';

const ID = 'id-of-east';

/** One end of a call: what the session writes is kept, what the test says is read. */
class FakeCall extends Duplex {
  readonly sent: ReplicationMessage[] = [];
  /** While set, nothing that is written gets through. */
  #stuck: (() => void)[] | undefined;

  constructor() {
    super({ objectMode: true });
  }

  override _read(): void {}

  override _write(message: ReplicationMessage, _encoding: string, done: () => void): void {
    this.sent.push(message);
    if (this.#stuck === undefined) done();
    else this.#stuck.push(done);
  }

  say(...messages: ReplicationMessage[]): void {
    for (const message of messages) this.push(message);
  }

  block(): void {
    this.#stuck ??= [];
  }

  unblock(): void {
    const stuck = this.#stuck ?? [];
    this.#stuck = undefined;
    for (const done of stuck) done();
  }

  /** What was sent of one kind. */
  of(kind: NonNullable<ReplicationMessage['Payload']['case']>): number {
    return this.sent.filter(({ Payload }) => Payload.case === kind).length;
  }
}

let core: Core;
let stop: AbortController;
let following: Promise<void>;
let call: FakeCall;
let session: StreamSession;
let end: Promise<SessionEnd>;

const issue = async <I, R>(command: Command<I, R>, input: I): Promise<R> =>
  (await core.commands.issue(command, input, { origin: 'test' })).reply;

/** Everything that follows from what has happened, but for the passing of time. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

async function pass(ms: number): Promise<void> {
  for (let left = ms; left > 0; left -= 1_000) mock.timers.tick(Math.min(left, 1_000));
  await settled();
}

async function start(limits: Partial<PeeringLimits> = {}): Promise<void> {
  const ports: PeerStreamPorts = {
    views: core.views,
    issue,
    issueLeased: issue,
    now: Date.now,
    newId: () => 'new',
    logger: silentLogger,
    limits: { ...DEFAULT_PEERING_LIMITS, ...limits },
    holder: 'n1',
    version: '0',
    location: { Partition: '', Datacenter: 'dc1', Locality: null },
  };
  call = new FakeCall();
  session = new StreamSession(call, {
    ports,
    role: 'acceptor',
    peeringId: ID,
    peer: 'east',
    remoteId: '',
  });
  end = session.run(stop.signal);
  await settled();
}

const record = (): PeerStreamRow | undefined => core.views.get(peerStream, ID).value;
const stateNow = () => core.views.get(peeringAnswer, 'east').value?.State;

beforeEach(async () => {
  mock.timers.enable({ apis: ['setTimeout', 'setInterval', 'Date'], now: 1_000_000 });
  core = await openCore(await openMemoryLog());
  stop = new AbortController();
  following = core.follow(stop.signal);
  const secrets = { establishmentSecret: 'e', streamSecret: 's' };
  await issue(generatePeeringToken, { name: 'east', meta: null, newId: ID, ...secrets });
  await issue(exchangePeeringSecret, { peeringId: ID, ...secrets });
  const remote = { Partition: '', Datacenter: 'dc2', Locality: null };
  await issue(openPeerStream, { peeringId: ID, ...secrets, remote });
});

afterEach(async () => {
  stop.abort();
  await settled();
  await following;
  await core.log.close();
  mock.timers.reset();
});

describe('the pulse of a stream:', () => {
  test('with a Consul we beat every 15 s, for the first time after 15 s', async () => {
    await start();
    await pass(14_999);
    assert.equal(call.of('heartbeat'), 0);
    await pass(1);
    assert.equal(call.of('heartbeat'), 1);
    call.say(heartbeat());
    await pass(15_000);
    assert.equal(call.of('heartbeat'), 2);
  });

  test('with one of ours at once, and then every 5 s', async () => {
    await start();
    session.recogniseCauseway();
    assert.equal(call.of('heartbeat'), 1);
    await pass(10_000);
    assert.equal(call.of('heartbeat'), 3);
  });

  test('a Consul that falls silent is not active any more, but its stream stays for two minutes', async () => {
    await start();
    assert.equal(stateNow(), 'ACTIVE');
    await pass(39_000);
    assert.equal(stateNow(), 'ACTIVE');
    await pass(2_000);
    assert.equal(stateNow(), 'FAILING');
    call.say(heartbeat());
    await settled();
    assert.equal(stateNow(), 'ACTIVE');
    await pass(121_000);
    const ended = await end;
    assert.deepEqual(ended, { how: 'failed', grpcCode: 2, message: 'heartbeat timeout' });
    assert.equal(record()?.lastError?.message, 'heartbeat timeout');
  });

  test('one of ours that falls silent is given up after 15 s', async () => {
    await start();
    session.recogniseCauseway();
    call.say(heartbeat());
    await pass(14_000);
    assert.equal(stateNow(), 'ACTIVE');
    await pass(2_000);
    assert.equal((await end).how, 'failed');
    assert.equal(stateNow(), 'FAILING');
  });

  test('other messages are no heartbeats', async () => {
    await start();
    for (let i = 0; i < 5; i += 1) {
      await pass(10_000);
      call.say(subscription(SERVICE_URL, ''));
      await settled();
    }
    assert.equal(stateNow(), 'FAILING');
  });

  test('is written down at once when it turns, else once a second', async () => {
    await start();
    call.say(heartbeat());
    await settled();
    const first = record()?.lastHeartbeatMs;
    assert.equal(first, Date.now());
    mock.timers.tick(100);
    call.say(heartbeat());
    await settled();
    assert.equal(record()?.lastHeartbeatMs, first);
    await pass(1_000);
    assert.equal(record()?.lastHeartbeatMs, (first ?? 0) + 100);
  });
});

describe('a session ends', () => {
  test('when the peer deletes the peering, which is terminated then', async () => {
    await start();
    call.say(terminated());
    assert.deepEqual(await end, { how: 'terminated' });
    assert.equal(stateNow(), 'TERMINATED');
    assert.equal(call.of('terminated'), 0);
  });

  test('when the peer deletes the peering and is gone at once, which is no failure', async () => {
    await start();
    call.say(terminated());
    call.push(null);
    assert.deepEqual(await end, { how: 'terminated' });
  });

  test('when the peering is deleted here, and the peer is told', async () => {
    await start();
    await issue(deletePeering, { name: 'east', deletedAt: '2026-01-01T00:00:00Z' });
    await settled();
    assert.deepEqual(await end, { how: 'terminated' });
    assert.equal(call.of('terminated'), 1);
  });

  test('when the call ends without a goodbye', async () => {
    await start();
    call.push(null);
    assert.deepEqual(await end, { how: 'failed', message: 'stream ended unexpectedly' });
    assert.equal(stateNow(), 'FAILING');
  });

  test('when the server stops', async () => {
    await start();
    stop.abort();
    assert.deepEqual(await end, { how: 'stopped' });
  });

  test('when a newer stream takes over, and leaves the record to it', async () => {
    await start();
    session.supersede();
    assert.deepEqual(await end, { how: 'superseded' });
    assert.equal(stateNow(), 'ACTIVE');
  });

  test('and says nothing after that', async () => {
    await start();
    call.say(terminated(), subscription('nomad.Job', ''), heartbeat());
    await end;
    const { length } = call.sent;
    await pass(60_000);
    assert.equal(call.sent.length, length);
  });
});

const service = (id: string, nonce: string): ReplicationMessage =>
  upsert(nonce, SERVICE_URL, id, encodeInstances([peerInstance(id, `${id}-1`)]));

/** The nonces that were answered, in order. */
const answered = (): string[] =>
  call.sent.flatMap(({ Payload }) =>
    Payload.case === 'request' && Payload.value.ResponseNonce !== ''
      ? [Payload.value.ResponseNonce]
      : [],
  );

describe('what the peer sends', () => {
  test('is answered in the order in which it came', async () => {
    await start();
    const list = upsert('n3', SERVICE_LIST_URL, 'exported-service-list', new Uint8Array());
    call.say(service('a', 'n1'), service('b', 'n2'), list, service('c', 'n4'));
    await settled();
    assert.deepEqual(answered(), ['n1', 'n2', 'n3', 'n4']);
    assert.equal(call.of('response'), 0);
  });

  test('is read no faster than it may come', async () => {
    await start({ burstMessages: 2, messagesPerSecond: 1 });
    for (const id of ['a', 'b', 'c', 'd', 'e']) call.say(service(id, id));
    await settled();
    assert.deepEqual(answered(), ['a', 'b', 'c']);
    await pass(1_000);
    assert.deepEqual(answered(), ['a', 'b', 'c', 'd']);
    await pass(1_000);
    assert.deepEqual(answered(), ['a', 'b', 'c', 'd', 'e']);
  });

  test('is not taken for silence while we do not read it', async () => {
    await start({ burstMessages: 1, messagesPerSecond: 0.01 });
    session.recogniseCauseway();
    call.say(heartbeat(), heartbeat(), heartbeat());
    await pass(60_000);
    assert.equal(stateNow(), 'ACTIVE');
  });
});

describe('what we send', () => {
  test('begins when the peer asks for it: the list even when it is empty', async () => {
    await start();
    assert.equal(call.of('response'), 0);
    call.say(subscription(SERVICE_URL, ''));
    await settled();
    assert.equal(call.of('response'), 1);
  });

  test('waits while the peer does not read, and is counted as lag until it is confirmed', async () => {
    await start();
    call.block();
    call.say(subscription(SERVICE_URL, ''), subscription(SERVICE_LIST_URL, ''));
    await settled();
    const sinceMs = Date.now();
    await pass(3_000);
    assert.equal(record()?.unconfirmedSinceMs, sinceMs);
    call.unblock();
    await settled();
    call.say(ack(SERVICE_LIST_URL, '00000001'));
    await pass(1_000);
    assert.equal(record()?.unconfirmedSinceMs, undefined);
  });

  test('that the peer refuses is noted and ends nothing', async () => {
    await start();
    call.say(subscription(SERVICE_URL, ''), subscription(SERVICE_LIST_URL, ''));
    await settled();
    call.say(nack(SERVICE_LIST_URL, '00000001', 13, 'no room'));
    await settled();
    const expected = 'client peer was unable to apply resource: no room';
    assert.equal(record()?.lastError?.message, expected);
    assert.equal(stateNow(), 'ACTIVE');
  });

  test('to a peer that reads nothing for ever ends the stream', async () => {
    await start();
    call.block();
    const many = Array.from({ length: 20_100 }, (_, i) =>
      upsert(`n${i}`, 'nomad.Job', 'x', new Uint8Array()),
    );
    call.say(...many);
    const ended = await end;
    assert.equal(ended.how === 'failed' && ended.message, 'the peer does not read what it is sent');
  });
});
