// SPDX-License-Identifier: Apache-2.0
// One open stream, the same on both ends: connects the protocol machine with the socket, the exporter,
// the importer, the clock and the record that everybody reads. It holds no rule of its own. The stream's
// first message and its last word are the affair of accept.ts and dial.ts.
import { status } from '@grpc/grpc-js';
import type { ReplicationMessage } from '../../gen/consul/peerstream_pb.ts';
import { confirmPeering } from '../../commands/confirm-peering.ts';
import { recordPeerStream } from '../../commands/record-peer-stream.ts';
import { terminatePeering } from '../../commands/terminate-peering.ts';
import { isPeeringLive, type PeeringRow } from '../../model/peering/peering.ts';
import type { Watch } from '../../views/engine/engine.ts';
import { peeringById } from '../../views/peering/by-id.ts';
import { peerStream } from '../../views/peering/stream.ts';
import type { StreamCall } from './call.ts';
import { Exporter } from './exporter.ts';
import { follow } from './follow.ts';
import { goText } from './go-text.ts';
import { Importer } from './importer.ts';
import { heartbeat, SERVICE_LIST_URL, terminated, upsert } from './messages.ts';
import { Outbox } from './outbox.ts';
import type { PeerStreamPorts } from './ports.ts';
import type { Pulse } from './pulse.ts';
import { Reading } from './reading.ts';
import { Seldom } from './seldom.ts';
import { PeerStream, type Role, type Step } from './stream.ts';
import { firstFacts, type StreamFacts, StreamRecord } from './stream-record.ts';
import { Vitals } from './vitals.ts';

/** Why a session is over; the socket is still open. */
export type SessionEnd =
  /** One side has deleted the peering and the other has been told. */
  | { readonly how: 'terminated' }
  /** The server stops, or the stream leads to a cluster that is no longer the peer. */
  | { readonly how: 'stopped' }
  /** A newer stream of the same peering took over. */
  | { readonly how: 'superseded' }
  | { readonly how: 'failed'; readonly grpcCode?: number; readonly message: string };

export interface SessionOptions {
  readonly ports: PeerStreamPorts;
  readonly role: Role;
  /** Id of the local record. */
  readonly peeringId: string;
  /** Local name of the peering. */
  readonly peer: string;
  /** The acceptor's id of the peering when we dial, else ''. */
  readonly remoteId: string;
}

const MAX_UNCONFIRMED_BYTES = 8 * 1_024 * 1_024;
// Messages that wait for a peer that doesn't read, answers to its own included.
const MAX_UNREAD_MESSAGES = 20_000;
// A real acceptor speaks at once.
const MAX_SILENT_START_MS = 10_000;
const RECEIVING = 'unexpected error receiving from the stream';

export class StreamSession {
  readonly #call: StreamCall;
  readonly #options: SessionOptions;
  readonly #startMs: number;
  readonly #machine: PeerStream;
  readonly #outbox: Outbox;
  readonly #exporter: Exporter;
  readonly #importer: Importer;
  readonly #reading: Reading;
  readonly #vitals: Vitals;
  readonly #record: StreamRecord;
  readonly #ended = Promise.withResolvers<SessionEnd>();
  readonly #problems = new Seldom();
  #peering: Watch<PeeringRow | undefined> | undefined;
  #announced: readonly string[] = [];
  #upSinceMs: number | undefined;
  #isFull = false;
  #isFlushing = false;
  #isOver = false;
  #hasSaidGoodbye = false;

  constructor(call: StreamCall, options: SessionOptions) {
    const { role, remoteId, ports } = options;
    this.#call = call;
    this.#options = options;
    this.#startMs = ports.now();
    this.#machine = new PeerStream({ role, remoteId });
    const { maxMessageBytes } = ports.limits;
    this.#outbox = new Outbox({ maxMessageBytes, maxUnconfirmedBytes: MAX_UNCONFIRMED_BYTES });
    this.#vitals = new Vitals({
      now: ports.now,
      beat: () => this.#send(heartbeat()),
      onCheck: (pulse) => this.#check(pulse),
    });
    this.#reading = new Reading(call, ports.limits, this.#startMs, () => this.#heard());
    this.#exporter = this.#createExporter();
    this.#importer = this.#createImporter();
    this.#record = this.#createRecord();
  }

  /** How long the stream has been up; 0 before the peer has answered. */
  get upMs(): number {
    return this.#upSinceMs === undefined ? 0 : this.#options.ports.now() - this.#upSinceMs;
  }

  /** Runs the stream until it is over. Never rejects; leaves the socket open. */
  async run(signal: AbortSignal): Promise<SessionEnd> {
    const stop = () => this.#finish({ how: 'stopped' });
    signal.addEventListener('abort', stop, { once: true });
    if (signal.aborted) stop();
    else this.#start();
    const end = await this.#ended.promise;
    signal.removeEventListener('abort', stop);
    await this.#record.settled();
    return end;
  }

  /** The peer is one of ours. */
  recogniseCauseway(): void {
    if (!this.#isOver) this.#vitals.recogniseCauseway();
  }

  /** The connection under the stream is closed. */
  lose(): void {
    this.#fail(`${RECEIVING}: the peer closed the connection`, status.UNAVAILABLE);
  }

  /** A newer stream takes this one's place, and its record. */
  supersede(): void {
    this.#record.close();
    this.#finish({ how: 'superseded' });
  }

  #start(): void {
    const { ports, role, peeringId } = this.#options;
    this.#listen();
    this.#vitals.start();
    this.#take(this.#machine.start());
    if (role === 'acceptor') this.#isUp();
    this.#peering = ports.views.watch(peeringById, peeringId);
    follow(this.#peering, (row) => this.#onPeering(row), this.#onViewError);
  }

  #listen(): void {
    const call = this.#call;
    call.on('data', (message: ReplicationMessage) => this.#receive(message));
    call.on('end', () => this.#fail('stream ended unexpectedly'));
    call.on('cancelled', () => this.#fail(`${RECEIVING}: the peer went away`, status.CANCELLED));
    call.on('error', (error: Error & { code?: number; details?: string }) =>
      this.#fail(`${RECEIVING}: ${goText(error.details ?? error.message)}`, error.code),
    );
    call.on('drain', () => {
      this.#isFull = false;
      this.#flush();
    });
    // An acceptor has stopped it after the first message.
    call.resume();
  }

  #receive(message: ReplicationMessage): void {
    if (this.#isOver) return;
    if (this.#upSinceMs === undefined) this.#isUp();
    this.#reading.count(this.#options.ports.now());
    this.#take(this.#machine.receive(message));
  }

  #take(steps: readonly Step[]): void {
    for (const step of steps) this.#do(step);
  }

  #do(step: Step): void {
    switch (step.do) {
      case 'send':
        return this.#send(step.message);
      case 'serve':
        return this.#exporter.serve(step.url);
      case 'apply':
        return this.#importer.push(step.incoming);
      case 'note':
        return this.#onProblem(step.problem);
      case 'confirm':
        return this.#onConfirmed(step.nonce);
      case 'refuse':
        this.#onProblem(`client peer was unable to apply resource: ${step.message}`);
        return this.#onConfirmed(step.nonce);
      case 'beat':
        return this.#onBeat();
      case 'terminate':
        return void this.#onTerminated();
      case 'fail':
        return this.#fail(step.failure.message, step.failure.grpcCode);
    }
  }

  #send(message: ReplicationMessage): void {
    if (this.#isOver) return;
    if (!this.#call.write(message)) this.#isFull = true;
    if (this.#call.writableLength > MAX_UNREAD_MESSAGES) {
      this.#fail('the peer does not read what it is sent', status.RESOURCE_EXHAUSTED);
    }
  }

  #flushSoon(): void {
    if (this.#isFlushing) return;
    this.#isFlushing = true;
    // What changes in this turn of the event loop goes out together.
    queueMicrotask(() => {
      this.#isFlushing = false;
      this.#flush();
    });
  }

  #flush(): void {
    const { now } = this.#options.ports;
    while (!this.#isFull && !this.#isOver) {
      const letter = this.#outbox.take(now(), (id, sizeBytes) => this.#onTooLarge(id, sizeBytes));
      if (letter === undefined) return;
      this.#send(upsert(letter.nonce, letter.url, letter.id, letter.bytes));
      if (letter.url !== SERVICE_LIST_URL) this.#record.note({ lastSendMs: now() });
      else this.#record.turn({ lastSendMs: now(), exportedServices: this.#announced });
    }
  }

  #onTooLarge(id: string, sizeBytes: number): void {
    const { maxMessageBytes } = this.#options.ports.limits;
    this.#onProblem(
      `"${id}" can't be exported: trying to send message larger than max (${sizeBytes} vs. ${maxMessageBytes})`,
    );
  }

  #onConfirmed(nonce: string): void {
    this.#outbox.confirm(nonce);
    this.#record.note();
    this.#flushSoon();
  }

  #onBeat(): void {
    const lastHeartbeatMs = this.#options.ports.now();
    this.#heard();
    const { lastHeartbeatMs: before, phase } = this.#record.facts;
    const isNews = before === undefined || phase !== 'connected';
    if (isNews) this.#record.turn({ lastHeartbeatMs, phase: 'connected' });
    else this.#record.note({ lastHeartbeatMs });
  }

  #heard(): void {
    this.#vitals.pulse.heard(this.#options.ports.now());
  }

  #check(pulse: Pulse): void {
    const nowMs = this.#options.ports.now();
    if (this.#upSinceMs === undefined) {
      if (nowMs - this.#startMs < MAX_SILENT_START_MS) return;
      return this.#fail(`no answer within ${MAX_SILENT_START_MS / 1_000} s`, status.UNAVAILABLE);
    }
    // While we don't read, the peer can't be heard.
    if (this.#reading.isPaused) pulse.heard(nowMs);
    const state = pulse.state(nowMs);
    if (state === 'dead') return this.#fail('heartbeat timeout', status.UNKNOWN);
    if (state === 'silent' && this.#record.facts.phase === 'connected') {
      this.#record.turn({ phase: 'silent' });
    }
    if (this.#outbox.unconfirmedSinceMs !== undefined) this.#record.note();
  }

  #isUp(): void {
    const { ports, role, peeringId, peer } = this.#options;
    this.#upSinceMs = ports.now();
    this.#heard();
    this.#record.begin(this.#upSinceMs);
    ports.logger.info('peer stream is up', { peer, role });
    if (role === 'acceptor') return;
    ports.issue(confirmPeering, { peeringId }, `peer:${peer}`).catch((error: unknown) => {
      ports.logger.error('could not note that a peering is established', { peer, error });
    });
  }

  #onPeering(row: PeeringRow | undefined): void {
    if (row === undefined || row.lifecycle === 'deleting') {
      this.#send(terminated());
      this.#finish({ how: 'terminated' });
    } else if (!isPeeringLive(row)) {
      this.#finish({ how: 'terminated' });
    } else if (row.PeerID !== this.#options.remoteId) {
      this.#finish({ how: 'stopped' });
    }
  }

  async #onTerminated(): Promise<void> {
    const { ports, peeringId, peer } = this.#options;
    this.#hasSaidGoodbye = true;
    ports.logger.info('the peer has deleted the peering', { peer });
    try {
      await ports.issue(terminatePeering, { peeringId }, `peer:${peer}`);
    } catch (error) {
      ports.logger.error('could not note that the peer has deleted the peering', { peer, error });
    }
    this.#finish({ how: 'terminated' });
  }

  #onProblem(message: string): void {
    const { ports, peer } = this.#options;
    const lastError = { message, atMs: ports.now() };
    if (!this.#problems.isTime(lastError.atMs)) return this.#record.note({ lastError });
    ports.logger.warn('a resource was refused', { peer, error: message });
    this.#record.turn({ lastError });
  }

  readonly #onViewError = (error: unknown): void => {
    const { ports, peer } = this.#options;
    ports.logger.error('a view failed', { peer, error });
    this.#fail('internal error', status.INTERNAL);
  };

  #fail(message: string, grpcCode?: number): void {
    // A peer that has deleted the peering closes the stream while that is still being written down.
    if (this.#hasSaidGoodbye) return;
    this.#finish({ how: 'failed', message, ...(grpcCode === undefined ? {} : { grpcCode }) });
  }

  #finish(end: SessionEnd): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#vitals.stop();
    this.#peering?.[Symbol.dispose]();
    this.#exporter.close();
    this.#importer.close();
    const nowMs = this.#options.ports.now();
    const facts: Partial<StreamFacts> = {
      phase: 'down',
      ...(this.#upSinceMs === undefined ? {} : { sinceMs: nowMs }),
      ...(end.how === 'failed' ? { lastError: { message: end.message, atMs: nowMs } } : {}),
    };
    this.#record.turn(facts);
    // What still comes is read and dropped, so that the end of the stream can be seen.
    this.#call.resume();
    this.#ended.resolve(end);
  }

  #createExporter(): Exporter {
    const { ports, peer } = this.#options;
    return new Exporter({
      views: ports.views,
      peer,
      put: (outgoing) => {
        this.#outbox.put(outgoing, ports.now());
        this.#flushSoon();
      },
      forget: (resource) => this.#outbox.forget(resource),
      onNames: (names) => (this.#announced = names),
      onError: this.#onViewError,
    });
  }

  #createImporter(): Importer {
    const { ports, peeringId, peer } = this.#options;
    return new Importer({
      ports,
      peeringId,
      peer,
      onApplied: (incoming, failure) => {
        this.#take(this.#machine.applied(incoming, failure));
        this.#record.note({ lastReceiveMs: ports.now() });
      },
      onNames: (importedServices) => this.#record.turn({ importedServices }),
      onPressure: (isHigh) =>
        isHigh ? this.#reading.pause('pressure') : this.#reading.resume('pressure'),
      onDefect: (error) => ports.logger.error('an import failed', { peer, error }),
    });
  }

  #createRecord(): StreamRecord {
    const { ports, peeringId, peer } = this.#options;
    const before = ports.views.get(peerStream, peeringId).value;
    return new StreamRecord(
      firstFacts(before, this.#startMs),
      (facts) => {
        const { unconfirmedSinceMs } = this.#outbox;
        const lag = unconfirmedSinceMs === undefined ? {} : { unconfirmedSinceMs };
        const row = { ...facts, ...lag, peeringId, holder: ports.holder };
        return ports.issueLeased(recordPeerStream, row, `peer:${peer}`);
      },
      (error) => ports.logger.error('could not record a peer stream', { peer, error }),
    );
  }
}
