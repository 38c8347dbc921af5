// SPDX-License-Identifier: Apache-2.0
// A scripted Envoy: one delta stream of aggregated discovery over plaintext gRPC, which says only what a test
// tells it to say.
import { create, fromBinary, type MessageInitShape, toBinary } from '@bufbuild/protobuf';
import * as grpc from '@grpc/grpc-js';
import {
  type DeltaDiscoveryRequest,
  DeltaDiscoveryRequestSchema,
  type DeltaDiscoveryResponse,
  DeltaDiscoveryResponseSchema,
} from '../src/gen/envoy/service/discovery/v3/discovery_pb.ts';

const PATH = '/envoy.service.discovery.v3.AggregatedDiscoveryService/DeltaAggregatedResources';

/** A whole stream that takes longer than this waits for something that never comes. */
const PATIENCE_MS = 20_000;

export interface AdsClient extends AsyncDisposable {
  send(request: MessageInitShape<typeof DeltaDiscoveryRequestSchema>): void;
  /** The next response; rejects with the error that the stream ended with. */
  next(): Promise<DeltaDiscoveryResponse>;
  /** How the stream ended: its gRPC status. */
  readonly ended: Promise<grpc.StatusObject>;
}

export function openAds(port: number): AdsClient {
  const client = new grpc.Client(`127.0.0.1:${port}`, grpc.credentials.createInsecure());
  const stream = client.makeBidiStreamRequest<DeltaDiscoveryRequest, DeltaDiscoveryResponse>(
    PATH,
    (request) => Buffer.from(toBinary(DeltaDiscoveryRequestSchema, request)),
    (bytes) => fromBinary(DeltaDiscoveryResponseSchema, bytes),
  );
  const responses = stream[Symbol.asyncIterator]();
  const ended = new Promise<grpc.StatusObject>((resolve) => stream.once('status', resolve));
  stream.on('error', () => {});
  const patience = setTimeout(() => stream.destroy(new Error('no end came in time')), PATIENCE_MS);
  void ended.then(() => clearTimeout(patience));
  return {
    send: (request) => void stream.write(create(DeltaDiscoveryRequestSchema, request)),
    next: async () => {
      const { value, done } = (await responses.next()) as IteratorResult<DeltaDiscoveryResponse>;
      if (done === true) throw new Error('the stream has ended');
      return value;
    },
    ended,
    [Symbol.asyncDispose]: async () => {
      stream.cancel();
      await ended;
      client.close();
    },
  };
}

/** The type URLs of what a sidecar asks for first. */
export const CLUSTERS = 'type.googleapis.com/envoy.config.cluster.v3.Cluster';
export const LISTENERS = 'type.googleapis.com/envoy.config.listener.v3.Listener';
