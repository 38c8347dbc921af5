// SPDX-License-Identifier: Apache-2.0
// Aggregated discovery over gRPC: what is on the wire and the door to it. What a stream does is in
// proxy-stream.ts, which is loaded with the first proxy: Envoy's API is large, and a server without
// proxies should not carry it.
import type { GrpcService } from '../grpc/service.ts';
import type { AdsPorts, AdsStream } from './proxy-stream.ts';

const PATH = '/envoy.service.discovery.v3.AggregatedDiscoveryService';

const identity = (bytes: Buffer): Buffer => bytes;

export function adsService(ports: AdsPorts): GrpcService {
  return {
    definition: {
      deltaAggregatedResources: {
        path: `${PATH}/DeltaAggregatedResources`,
        requestStream: true,
        responseStream: true,
        requestDeserialize: identity,
        requestSerialize: identity,
        responseSerialize: identity,
        responseDeserialize: identity,
      },
    },
    implementation: {
      deltaAggregatedResources: (stream: AdsStream) => {
        import('./proxy-stream.ts').then(
          ({ ProxyStream }) => new ProxyStream(stream, ports).run(),
          (error: unknown) => {
            ports.logger.error('could not load what serves proxies', { error });
            stream.destroy();
          },
        );
      },
    },
  };
}
