// SPDX-License-Identifier: Apache-2.0
// Aggregated discovery over gRPC: what is on the wire and the door to it. What a stream does is in
// proxy-stream.ts, which is loaded for the first proxy: Envoy's API is large, and a server without
// proxies should not carry it.
import type { GrpcService } from '../grpc/service.ts';
import type { AdsPorts, AdsStream } from './proxy-stream.ts';

const PATH = '/envoy.service.discovery.v3.AggregatedDiscoveryService';

const identity = (bytes: Buffer): Buffer => bytes;

/** Loads what serves proxies, which takes a noticeable moment; needed before the first of them, but not asked for. */
export const loadProxyStream = () => import('./proxy-stream.ts');

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
        loadProxyStream().then(
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
