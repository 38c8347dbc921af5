// SPDX-License-Identifier: Apache-2.0
import { isIP } from 'node:net';
import { isHttpLike } from '../../../../model/chain/protocol.ts';
import { DEFAULT_CONNECT_TIMEOUT_MS } from '../../../../model/proxy/sidecar-settings.ts';
import type { Serving, SidecarSnapshot, Upstream } from '../../../../views/proxy/snapshot.ts';
import { type Built, builtCluster, refs } from '../../resources/built.ts';
import { cluster, type Discovery } from '../../resources/clusters.ts';
import { clusterFromJson, withTls } from '../../resources/escape-hatch.ts';
import { Memo } from '../../resources/memo.ts';
import { gatewayOutlierDetection, outlierDetection } from '../../resources/outlier.ts';
import { clientSide } from '../../resources/tls.ts';

export const LOCAL_APP = 'local_app';

const localApps = new Memo<Built>();
const upstreams = new Memo<Built>();

/** The application itself. */
export function localAppCluster(serving: Serving): Built {
  const { application, settings } = serving;
  return localApps.get([serving], '', () => {
    const { localClusterJson: json, maxInboundConnections: maxConnections } = settings;
    if (json !== undefined) {
      return builtCluster(clusterFromJson('envoy_local_cluster_json', json, LOCAL_APP), []);
    }
    const isHttp2 = settings.protocol === 'http2' || settings.protocol === 'grpc';
    return cluster({
      name: LOCAL_APP,
      discovery: { by: 'address', address: application },
      connectTimeoutMs: settings.localConnectTimeoutMs,
      ...(isHttp2 ? { http: 'as-called' } : {}),
      ...(maxConnections > 0 ? { limits: { maxConnections } } : {}),
    });
  });
}

type Dialer = Pick<SidecarSnapshot, 'leaf' | 'trust' | 'mesh'>;

/** What an upstream's listener passes calls on to. Proxies of the same service share it. */
export function upstreamCluster(
  upstream: Upstream,
  dialer: Dialer,
  fetchTimeoutMs: number | undefined,
): Built {
  const { target, settings, clusterName } = upstream;
  const { leaf, trust, mesh } = dialer;
  const discovery = discoveryOf(upstream, fetchTimeoutMs);
  const text = JSON.stringify([clusterName, settings, discovery]);
  return upstreams.get([target, leaf, trust, mesh], text, () => {
    const transportSocket = clientSide({
      leaf,
      mesh,
      trust: target.kind === 'peered' ? target.trust : trust,
      spiffeIds: target.spiffeIds,
      sni: target.sni,
    });
    if (settings.clusterJson !== undefined) {
      const own = clusterFromJson('envoy_cluster_json', settings.clusterJson, clusterName);
      const needs = own.edsClusterConfig === undefined ? [] : refs('endpoints', [clusterName]);
      return builtCluster(withTls(own, transportSocket), needs);
    }
    return cluster({
      name: clusterName,
      hasOwnStats: target.kind === 'local',
      discovery,
      connectTimeoutMs: settings.connectTimeoutMs ?? DEFAULT_CONNECT_TIMEOUT_MS,
      ...(speaksHttp2(upstream) ? { http: 'http2' } : {}),
      outlierDetection:
        target.kind === 'peered'
          ? gatewayOutlierDetection(settings.passiveHealthCheck)
          : outlierDetection(settings.passiveHealthCheck),
      limits: settings.limits,
      neverPanics: true,
      transportSocket,
    });
  });
}

/** What the other end speaks, as far as the proxy has to know. */
export function protocolOf({ target, settings }: Upstream): string {
  const protocol = settings.protocol ?? target.protocol;
  return isHttpLike(protocol) ? protocol : 'tcp';
}

function speaksHttp2(upstream: Upstream): boolean {
  const protocol = protocolOf(upstream);
  return protocol === 'http2' || protocol === 'grpc';
}

/** Endpoints come by discovery of their own, unless one is a host name: those can stand in a cluster only. */
function discoveryOf({ endpoints }: Upstream, fetchTimeoutMs: number | undefined): Discovery {
  return hasHostName(endpoints) ? { by: 'dns', endpoints } : { by: 'eds', fetchTimeoutMs };
}

export function hasHostName(endpoints: Upstream['endpoints']): boolean {
  return endpoints.some(({ address }) => isIP(address) === 0);
}
