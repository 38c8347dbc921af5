// SPDX-License-Identifier: Apache-2.0
import { isIP } from 'node:net';
import { exportedClusterName } from '../../../../model/ca/sni.ts';
import { isHttpLike } from '../../../../model/chain/protocol.ts';
import { DEFAULT_CONNECT_TIMEOUT_MS } from '../../../../model/proxy/sidecar-settings.ts';
import type { GatewaySettings } from '../../../../model/proxy/gateway-settings.ts';
import type {
  ExportedService,
  MeshGatewaySnapshot,
  PassedThrough,
  PeeringServers,
} from '../../../../views/proxy/snapshot.ts';
import type { Built } from '../../resources/built.ts';
import { cluster } from '../../resources/clusters.ts';
import { Memo } from '../../resources/memo.ts';
import { clientSide } from '../../resources/tls.ts';

const exportedClusters = new Memo<Built>();
const passedClusters = new Memo<Built>();
const serverClusters = new Memo<Built>();

export const clusterNameOf = ({ target }: ExportedService): string =>
  exportedClusterName(target.sni);

/** The sidecars of an exported service: dialed anew where TLS ends here, passed through to otherwise. */
export function exportedCluster(service: ExportedService, gateway: MeshGatewaySnapshot): Built {
  const { leaf, trust, mesh, settings } = gateway;
  const { target } = service;
  const isHttp = isHttpLike(target.protocol);
  const text = `${settings.xdsFetchTimeoutMs}`;
  return exportedClusters.get([target, leaf ?? trust, trust, mesh], text, () => {
    if (isHttp && leaf === undefined) throw new Error('no certificate to dial with');
    const dials = isHttp && leaf !== undefined;
    return cluster({
      name: clusterNameOf(service),
      hasOwnStats: true,
      discovery: { by: 'eds', fetchTimeoutMs: settings.xdsFetchTimeoutMs },
      connectTimeoutMs: DEFAULT_CONNECT_TIMEOUT_MS,
      ...(target.protocol === 'http2' || target.protocol === 'grpc' ? { http: 'http2' } : {}),
      outlierDetection: {},
      limits: {},
      neverPanics: true,
      ...(dials
        ? {
            transportSocket: clientSide({
              leaf,
              trust,
              mesh,
              spiffeIds: target.spiffeIds,
              sni: target.sni,
            }),
          }
        : {}),
    });
  });
}

/** Envoy asks for clusters by what callers ask for, which it reads in lower case. */
export const passedClusterName = ({ target }: PassedThrough): string => target.sni.toLowerCase();

/** Connections that ask for a name go to what is named so, untouched. */
export function passedCluster(service: PassedThrough, settings: GatewaySettings): Built {
  const { target, endpoints } = service;
  const { connectTimeoutMs, keepalive, limits, xdsFetchTimeoutMs: fetchTimeoutMs } = settings;
  const isByName = hasHostName(endpoints);
  return passedClusters.get([target, settings, isByName ? endpoints : settings], '', () =>
    cluster({
      name: passedClusterName(service),
      discovery: isByName ? { by: 'dns', endpoints } : { by: 'eds', fetchTimeoutMs },
      connectTimeoutMs,
      outlierDetection: {},
      ...(Object.keys(limits).length === 0 ? {} : { limits }),
      ...(target.kind === 'peered' && keepalive !== undefined ? { keepalive } : {}),
    }),
  );
}

/** The servers of a cluster, by the name that peers know them by. */
export function serversCluster(servers: PeeringServers, settings: GatewaySettings): Built {
  const { name, whose, endpoints } = servers;
  const { connectTimeoutMs, limits, xdsFetchTimeoutMs: fetchTimeoutMs } = settings;
  return serverClusters.get([servers, settings], '', () =>
    cluster({
      name,
      discovery: hasHostName(endpoints) ? { by: 'dns', endpoints } : { by: 'eds', fetchTimeoutMs },
      connectTimeoutMs,
      outlierDetection: {},
      ...(whose === 'own' && Object.keys(limits).length > 0 ? { limits } : {}),
    }),
  );
}

export function hasHostName(endpoints: PassedThrough['endpoints']): boolean {
  return endpoints.some(({ address }) => isIP(address) === 0);
}
