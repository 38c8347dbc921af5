// SPDX-License-Identifier: Apache-2.0
// Many simulated sidecars in this process, each on a connection of its own. In: which proxies of which
// node. Out: when each of them received a new policy for its callers.
import { fromBinary, toBinary } from '@bufbuild/protobuf';
import {
  DeltaDiscoveryRequestSchema,
  DeltaDiscoveryResponseSchema,
} from '../../src/gen/envoy/service/discovery/v3/discovery_pb.ts';
import { eventually } from '../eventually.ts';
import { GrpcStream } from './grpc-stream.ts';
import { LISTENERS, References, ROUTES, XdsClient } from './xds-client.ts';

const PATH = '/envoy.service.discovery.v3.AggregatedDiscoveryService/DeltaAggregatedResources';
const PATIENCE_MS = 60_000;
/** Nothing more is on its way when nothing has come for so long. */
const QUIET_MS = 1_000;

export interface FleetOptions {
  readonly port: number;
  readonly nodeName: string;
  readonly proxyIds: readonly string[];
  readonly signal: AbortSignal;
}

export class SidecarFleet implements Disposable {
  readonly #options: FleetOptions;
  readonly #streams: GrpcStream[] = [];
  readonly #references = new References();
  /** By proxy: when it got its policy, since the last call of forget. */
  readonly #policyMs = new Map<string, number>();
  #lastMessageMs = 0;
  #failure: string | undefined;

  constructor(options: FleetOptions) {
    this.#options = options;
    for (const proxyId of options.proxyIds) this.#streams.push(this.#open(proxyId));
  }

  /** Times at which each sidecar received its policy after the given time; waits for all. */
  async received(afterMs: number): Promise<readonly number[]> {
    const { proxyIds, signal } = this.#options;
    const patience = { signal, withinMs: PATIENCE_MS, everyMs: 20 };
    await eventually('every sidecar has its policy', patience, () => {
      if (this.#failure !== undefined) throw new Error(this.#failure);
      return Promise.resolve(this.#policyMs.size === proxyIds.length);
    });
    await eventually('the sidecars are left alone', patience, () =>
      Promise.resolve(performance.now() - this.#lastMessageMs > QUIET_MS),
    );
    return [...this.#policyMs.values()].map((timeMs) => timeMs - afterMs);
  }

  /** From now on only policies count that are yet to come. */
  forget(): void {
    this.#policyMs.clear();
  }

  [Symbol.dispose](): void {
    for (const stream of this.#streams) stream[Symbol.dispose]();
  }

  #open(proxyId: string): GrpcStream {
    const client = new XdsClient(this.#options.nodeName, proxyId, this.#references);
    const stream = new GrpcStream({
      port: this.#options.port,
      path: PATH,
      onMessage: (message) => {
        const timeMs = performance.now();
        this.#lastMessageMs = timeMs;
        // Later, so that reading one sidecar's message doesn't delay the arrival of the others'.
        setImmediate(() => this.#read(proxyId, client, stream, message, timeMs));
      },
      onEnd: (reason) => (this.#failure ??= `the stream of ${proxyId} ended: ${reason}`),
    });
    for (const request of client.greet())
      stream.send(toBinary(DeltaDiscoveryRequestSchema, request));
    return stream;
  }

  #read(
    proxyId: string,
    client: XdsClient,
    stream: GrpcStream,
    message: Buffer,
    timeMs: number,
  ): void {
    const response = fromBinary(DeltaDiscoveryResponseSchema, message);
    const { typeUrl, resources } = response;
    const news = resources.some(({ name }) => carriesPolicy(typeUrl, name));
    if (news && !this.#policyMs.has(proxyId)) this.#policyMs.set(proxyId, timeMs);
    for (const request of client.answer(response)) {
      stream.send(toBinary(DeltaDiscoveryRequestSchema, request));
    }
  }
}

/** Consul writes who may call into the public listener, we write it into the routes of that listener. */
function carriesPolicy(typeUrl: string, name: string): boolean {
  return typeUrl === LISTENERS
    ? name.startsWith('public_listener:')
    : typeUrl === ROUTES && name === 'public_listener';
}
