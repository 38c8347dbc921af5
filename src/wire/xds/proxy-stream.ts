// SPDX-License-Identifier: Apache-2.0
// One proxy's stream of aggregated discovery. In: Envoy's requests and the proxy's resource sets. Out:
// deltas, and the proxy's status as a leased row. The rules of a stream are DeltaStream's; here are the
// socket, its backpressure and who may connect (dataplane §3.1–3.3).
import { randomUUID } from 'node:crypto';
import { fromBinary } from '@bufbuild/protobuf';
import * as grpc from '@grpc/grpc-js';
import {
  type DeltaDiscoveryRequest,
  DeltaDiscoveryRequestSchema,
} from '../../gen/envoy/service/discovery/v3/discovery_pb.ts';
import type { ProxyKey } from '../../views/proxy/registration.ts';
import type { Views } from '../../views/engine/engine.ts';
import { DeltaStream } from './delta-stream.ts';
import type { TypeRequest } from './delta-type.ts';
import { encodeDeltaResponse } from './encode.ts';
import { openProxyFeed, type ProxyFeed } from './proxy-feed.ts';
import { ProxyReport, type ReportPorts } from './proxy-report.ts';
import { type ResourceType, RESOURCE_TYPES, TYPE_URLS } from './resource-set.ts';

/** Bytes in both directions: what is sent was encoded once for every proxy that gets it. */
export type AdsStream = grpc.ServerDuplexStream<Buffer, Buffer>;

export interface AdsPorts extends ReportPorts {
  /** Node name that a proxy without one in its metadata belongs to. */
  readonly nodeName: string;
  readonly views: Views;
}

const OLDEST_ENVOY = [1, 33] as const;

const TYPES_BY_URL: ReadonlyMap<string, ResourceType> = new Map(
  RESOURCE_TYPES.map((type) => [TYPE_URLS[type], type]),
);

export class ProxyStream {
  readonly #stream: AdsStream;
  readonly #ports: AdsPorts;
  readonly #delta = new DeltaStream();
  #feed: ProxyFeed | undefined;
  #report: ProxyReport | undefined;
  #isFull = false;
  #hasEnded = false;

  constructor(stream: AdsStream, ports: AdsPorts) {
    this.#stream = stream;
    this.#ports = ports;
  }

  run(): void {
    const end = () => this.#end();
    this.#stream.on('data', (bytes: Buffer) => this.#onBytes(bytes));
    this.#stream.on('drain', () => {
      this.#isFull = false;
      this.#pump();
    });
    this.#stream.on('end', () => {
      end();
      this.#stream.end();
    });
    this.#stream.on('error', end);
    this.#stream.on('cancelled', end);
    this.#stream.on('close', end);
  }

  #onBytes(bytes: Buffer): void {
    if (this.#hasEnded) return;
    let request: DeltaDiscoveryRequest;
    try {
      request = fromBinary(DeltaDiscoveryRequestSchema, bytes);
    } catch {
      return this.#fail(grpc.status.INVALID_ARGUMENT, 'the request is no DeltaDiscoveryRequest');
    }
    this.#onRequest(request);
  }

  #onRequest(request: DeltaDiscoveryRequest): void {
    if (request.typeUrl === '') {
      return this.#fail(grpc.status.INVALID_ARGUMENT, 'type URL is required for ADS');
    }
    if (this.#report === undefined && !this.#start(request)) return;
    const type = TYPES_BY_URL.get(request.typeUrl);
    if (type === undefined) return;
    const nack = this.#delta.request(type, typeRequestOf(request));
    if (nack !== undefined) this.#report?.refused(type, nack);
    // A refusal of one resource stands until a new version of it is accepted or it is gone.
    else if (request.responseNonce !== '' && !this.#delta.hasRefused(type)) {
      this.#report?.accepted(type);
    }
    this.#pump();
  }

  #start(request: DeltaDiscoveryRequest): boolean {
    const { node } = request;
    if (node === undefined || node.id === '') {
      this.#fail(grpc.status.INVALID_ARGUMENT, 'the first request must say which proxy this is');
      return false;
    }
    const envoyVersion = envoyVersionOf(node);
    if (envoyVersion !== undefined && isTooOld(envoyVersion)) {
      const [major, minor] = OLDEST_ENVOY;
      this.#fail(
        grpc.status.INVALID_ARGUMENT,
        `Envoy ${envoyVersion} is too old and is not supported: use ${major}.${minor} or newer`,
      );
      return false;
    }
    const named = node.metadata?.['node_name'];
    const key: ProxyKey = {
      node: typeof named === 'string' && named !== '' ? named : this.#ports.nodeName,
      id: node.id,
    };
    this.#report = new ProxyReport(this.#ports, {
      node: key.node,
      proxyId: key.id,
      streamId: randomUUID(),
      sinceMs: this.#ports.now(),
      envoyVersion: envoyVersion ?? '',
      nacks: [],
      problems: [],
      warnings: [],
    });
    this.#feed = openProxyFeed(this.#ports.views, key);
    void this.#follow(this.#feed);
    return true;
  }

  async #follow(feed: ProxyFeed): Promise<void> {
    try {
      for await (const proxy of feed) {
        if (this.#hasEnded) return;
        if (proxy === undefined) continue;
        this.#report?.leftOut(proxy.resources.problems);
        this.#report?.passedOver(proxy.warnings);
        this.#delta.resources(proxy.resources, proxy.mayBeEmpty);
        this.#pump();
      }
    } catch (error) {
      const who = this.#report?.who;
      this.#ports.logger.error('could not build what a proxy needs', { ...who, error });
      this.#fail(grpc.status.UNAVAILABLE, 'could not build the resources of this proxy');
    }
  }

  // Stops while the socket is full: then only the newest state is waiting, never a queue.
  #pump(): void {
    while (!this.#hasEnded && !this.#isFull) {
      const response = this.#delta.next();
      if (response === undefined) return;
      this.#isFull = !this.#stream.write(encodeDeltaResponse(response));
    }
  }

  #fail(code: grpc.status, details: string): void {
    if (this.#hasEnded) return;
    this.#stream.emit('error', { code, details });
    this.#end();
  }

  #end(): void {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    this.#feed?.[Symbol.dispose]();
    this.#report?.withdraw();
  }
}

function typeRequestOf(request: DeltaDiscoveryRequest): TypeRequest {
  const common = {
    subscribe: request.resourceNamesSubscribe,
    unsubscribe: request.resourceNamesUnsubscribe,
    initialVersions: request.initialResourceVersions,
    nonce: request.responseNonce,
  };
  if (request.errorDetail === undefined) return common;
  return { ...common, errorMessage: request.errorDetail.message };
}

type RequestNode = NonNullable<DeltaDiscoveryRequest['node']>;

function envoyVersionOf(node: RequestNode): string | undefined {
  if (node.userAgentName !== 'envoy') return undefined;
  if (node.userAgentVersionType.case !== 'userAgentBuildVersion') return undefined;
  const version = node.userAgentVersionType.value.version;
  if (version === undefined) return undefined;
  return `${version.majorNumber}.${version.minorNumber}.${version.patch}`;
}

function isTooOld(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major < OLDEST_ENVOY[0] || (major === OLDEST_ENVOY[0] && minor < OLDEST_ENVOY[1]);
}
