// SPDX-License-Identifier: Apache-2.0
import { create } from '@bufbuild/protobuf';
import type { TransportSocket } from '../../../../gen/envoy/config/core/v3/base_pb.ts';
import { FilterChainSchema } from '../../../../gen/envoy/config/listener/v3/listener_components_pb.ts';
import type { Listener } from '../../../../gen/envoy/config/listener/v3/listener_pb.ts';
import { isHttpLike } from '../../../../model/chain/protocol.ts';
import type { Inbound, SidecarSnapshot, Upstream } from '../../../../views/proxy/snapshot.ts';
import { type Built, builtListener, refs } from '../../resources/built.ts';
import { guarded, listenerFromJson, tracingFromJson } from '../../resources/escape-hatch.ts';
import { httpConnectionManager, type HttpSpec } from '../../resources/http.ts';
import { type FilterChainInit, listener } from '../../resources/listeners.ts';
import { Memo } from '../../resources/memo.ts';
import { normalization } from '../../resources/normalization.ts';
import { networkRbac, routedHttpRbac } from '../../resources/rbac.ts';
import { connectionLimit, tcpProxy } from '../../resources/tcp.ts';
import { serverSide } from '../../resources/tls.ts';
import { LOCAL_APP, protocolOf } from './clusters.ts';
import { forwardsCertificates, PUBLIC_LISTENER } from './routes.ts';

const publicChains = new Memo<FilterChainInit>();

/** Where callers arrive: mutual TLS, then intentions, then the application. */
export function publicListener(snapshot: SidecarSnapshot): Built {
  const { inbound, leaf, mesh } = snapshot;
  const { settings, policy, callers } = inbound;
  const json = settings.publicListenerJson;
  if (json !== undefined) {
    const own = listenerFromJson('envoy_public_listener_json', json);
    const checked = guarded(own, policy, transportSocketOf(snapshot));
    return builtListener(withName(checked, PUBLIC_LISTENER), []);
  }
  const isHttp = isHttpLike(settings.protocol);
  // With HTTP the policy comes with the routes, and a new one costs no connection.
  const chain = publicChains.get(
    [leaf, mesh, callers, isHttp ? leaf : policy],
    JSON.stringify([settings, isHttp && forwardsCertificates(snapshot)]),
    () =>
      create(FilterChainSchema, {
        filters: isHttp ? publicHttpFilters(snapshot) : publicTcpFilters(snapshot),
        transportSocket: transportSocketOf(snapshot),
      }),
  );
  return listener({
    name: PUBLIC_LISTENER,
    bind: inbound.bind,
    direction: 'inbound',
    chains: [chain],
    isBalanced: settings.balancesInbound,
    needs: isHttp ? refs('routes', [PUBLIC_LISTENER]) : refs('clusters', [LOCAL_APP]),
  });
}

function transportSocketOf({ leaf, mesh, inbound }: SidecarSnapshot): TransportSocket {
  const alpn = ALPN[inbound.settings.protocol] ?? [];
  return serverSide({ leaf, callers: inbound.callers, mesh, alpn });
}

const ALPN: Readonly<Record<string, readonly string[]>> = {
  http: ['http/1.1'],
  http2: ['h2', 'http/1.1'],
  grpc: ['h2', 'http/1.1'],
};

function publicTcpFilters({ inbound }: SidecarSnapshot) {
  const filters = [networkRbac(inbound.policy), ...limitOf(inbound)];
  return [...filters, tcpProxy(PUBLIC_LISTENER, LOCAL_APP)];
}

function publicHttpFilters(snapshot: SidecarSnapshot) {
  const { inbound, mesh } = snapshot;
  const { protocol, xdsFetchTimeoutMs: fetchTimeoutMs, maxRequestHeadersKb } = inbound.settings;
  const manager = httpConnectionManager({
    stats: PUBLIC_LISTENER,
    protocol,
    routes: { name: PUBLIC_LISTENER, fetchTimeoutMs },
    filters: [routedHttpRbac],
    ...(forwardsCertificates(snapshot) ? { forwards: 'appended' } : {}),
    normalization: normalization(mesh),
    maxRequestHeadersKb,
    ...tracingOf(inbound),
  });
  return [...limitOf(inbound), manager];
}

function limitOf({ settings: { maxInboundConnections: max } }: Inbound) {
  return max > 0 ? [connectionLimit(max)] : [];
}

function tracingOf({ settings }: Inbound): Pick<HttpSpec, 'tracing'> {
  const { tracingJson: json } = settings;
  return json === undefined
    ? {}
    : { tracing: tracingFromJson('envoy_listener_tracing_json', json) };
}

function withName(own: Listener, name: string): Listener {
  return own.name === '' ? Object.assign(own, { name }) : own;
}

/** Where the application finds one of its upstreams. */
export function upstreamListener(upstream: Upstream, inbound: Inbound): Built {
  const { id, bind, settings, clusterName } = upstream;
  if (settings.listenerJson !== undefined) {
    const own = listenerFromJson('envoy_listener_json', settings.listenerJson);
    return builtListener(withName(own, id), []);
  }
  return listener({
    name: id,
    bind,
    direction: 'outbound',
    chains: [{ filters: [upstreamFilter(upstream, inbound)] }],
    isBalanced: settings.balancesOutbound,
    needs: refs('clusters', [clusterName]),
  });
}

function upstreamFilter(upstream: Upstream, inbound: Inbound) {
  const { id, target, clusterName } = upstream;
  const protocol = protocolOf(upstream);
  const stats = `${target.kind === 'peered' ? 'upstream_peered' : 'upstream'}.${target.label}`;
  if (protocol === 'tcp') return tcpProxy(stats, clusterName);
  return httpConnectionManager({
    stats,
    protocol,
    routes: { name: id, host: target.label, cluster: clusterName },
    maxRequestHeadersKb: inbound.settings.maxRequestHeadersKb,
    ...tracingOf(inbound),
  });
}
