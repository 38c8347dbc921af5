// SPDX-License-Identifier: Apache-2.0
// Many simulated sidecars in this process, each on a connection of its own. In: which proxies of which
// node. Out: when each of them received a resource that holds some text, wherever a server puts it.
import { fromBinary, toBinary } from '@bufbuild/protobuf';
import {
  DeltaDiscoveryRequestSchema,
  DeltaDiscoveryResponseSchema,
} from '../../src/gen/envoy/service/discovery/v3/discovery_pb.ts';
import { eventually } from '../eventually.ts';
import { GrpcStream } from './grpc-stream.ts';
import { References, XdsClient } from './xds-client.ts';

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
  /** What is waited for, and by proxy when it came. */
  #awaited: { readonly text: Buffer; readonly timesMs: Map<string, number> } | undefined;
  #lastMessageMs = 0;
  #failure: string | undefined;

  constructor(options: FleetOptions) {
    this.#options = options;
    for (const proxyId of options.proxyIds) this.#streams.push(this.#open(proxyId));
  }

  /**
   * Resolves with the time at which each sidecar received a resource that holds the text, when all have
   * and nothing more comes. To be called before what makes the server send it.
   */
  async received(text: string): Promise<readonly number[]> {
    const { proxyIds, signal } = this.#options;
    const timesMs = new Map<string, number>();
    this.#awaited = { text: Buffer.from(text), timesMs };
    const patience = { signal, withinMs: PATIENCE_MS, everyMs: 20 };
    await eventually(`every sidecar has ${text}`, patience, () => {
      if (this.#failure !== undefined) throw new Error(this.#failure);
      return Promise.resolve(timesMs.size === proxyIds.length);
    });
    await eventually('the sidecars are left alone', patience, () =>
      Promise.resolve(performance.now() - this.#lastMessageMs > QUIET_MS),
    );
    return [...timesMs.values()];
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
    const { text, timesMs } = this.#awaited ?? {};
    if (text !== undefined && !timesMs?.has(proxyId) && message.includes(text)) {
      timesMs?.set(proxyId, timeMs);
    }
    const response = fromBinary(DeltaDiscoveryResponseSchema, message);
    for (const request of client.answer(response)) {
      stream.send(toBinary(DeltaDiscoveryRequestSchema, request));
    }
  }
}
