// SPDX-License-Identifier: Apache-2.0
import { create } from '@bufbuild/protobuf';
import type { TransportSocket } from '../../../../gen/envoy/config/core/v3/base_pb.ts';
import { FilterChainSchema } from '../../../../gen/envoy/config/listener/v3/listener_components_pb.ts';
import type { Listener } from '../../../../gen/envoy/config/listener/v3/listener_pb.ts';
import { isHttpLike } from '../../../../model/chain/protocol.ts';
import type { AccessPolicy } from '../../../../model/intention/access-policy.ts';
import type { SidecarSettings } from '../../../../model/proxy/sidecar-settings.ts';
import type { Serving, SidecarSnapshot, Upstream } from '../../../../views/proxy/snapshot.ts';
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

const publicListeners = new Memo<Built>();
const publicChains = new Memo<FilterChainInit>();

/** Where callers arrive: mutual TLS, then intentions, then the application. */
export function publicListener(snapshot: SidecarSnapshot): Built {
  const { serving, callers, leaf, mesh } = snapshot;
  const policy = policyOfListener(snapshot);
  return publicListeners.get([serving, leaf, mesh, callers, policy ?? leaf], '', () => {
    const { settings, bind } = serving;
    if (settings.publicListenerJson !== undefined) {
      return ownPublicListener(snapshot, settings.publicListenerJson);
    }
    return listener({
      name: PUBLIC_LISTENER,
      bind,
      direction: 'inbound',
      chains: [publicChain(snapshot)],
      isBalanced: settings.balancesInbound,
      accessLogs: settings.accessLogs,
      needs: policy ? refs('clusters', [LOCAL_APP]) : refs('routes', [PUBLIC_LISTENER]),
    });
  });
}

/** With HTTP the policy comes with the routes, and a new one costs no connection. */
function policyOfListener({ serving: { settings }, policy }: SidecarSnapshot) {
  const isRouted = isHttpLike(settings.protocol) && settings.publicListenerJson === undefined;
  return isRouted ? undefined : policy;
}

/** Proxies of the same service have the same, at different addresses. */
function publicChain(snapshot: SidecarSnapshot): FilterChainInit {
  const { serving, callers, leaf, mesh } = snapshot;
  const policy = policyOfListener(snapshot);
  const text = JSON.stringify(serving.settings);
  return publicChains.get([leaf, mesh, callers, policy ?? leaf], text, () =>
    create(FilterChainSchema, {
      filters: policy ? tcpFilters(serving, policy) : httpFilters(snapshot),
      transportSocket: transportSocketOf(snapshot),
    }),
  );
}

function ownPublicListener(snapshot: SidecarSnapshot, json: string): Built {
  const own = listenerFromJson('envoy_public_listener_json', json);
  const checked = guarded(own, snapshot.policy, transportSocketOf(snapshot));
  return builtListener(withName(checked, PUBLIC_LISTENER), []);
}

function transportSocketOf({ leaf, mesh, callers, serving }: SidecarSnapshot): TransportSocket {
  const alpn = ALPN[serving.settings.protocol] ?? [];
  return serverSide({ leaf, callers, mesh, alpn });
}

const ALPN: Readonly<Record<string, readonly string[]>> = {
  http: ['http/1.1'],
  http2: ['h2', 'http/1.1'],
  grpc: ['h2', 'http/1.1'],
};

function tcpFilters({ settings }: Serving, policy: AccessPolicy) {
  const proxy = tcpProxy(PUBLIC_LISTENER, LOCAL_APP, settings.accessLogs);
  return [networkRbac(policy), ...limitOf(settings), proxy];
}

function httpFilters(snapshot: SidecarSnapshot) {
  const { settings } = snapshot.serving;
  const { protocol, xdsFetchTimeoutMs: fetchTimeoutMs, maxRequestHeadersKb } = settings;
  const manager = httpConnectionManager({
    stats: PUBLIC_LISTENER,
    protocol,
    routes: { name: PUBLIC_LISTENER, fetchTimeoutMs },
    filters: [routedHttpRbac],
    ...(forwardsCertificates(snapshot) ? { forwards: 'appended' } : {}),
    normalization: normalization(snapshot.mesh),
    maxRequestHeadersKb,
    accessLogs: settings.accessLogs,
    ...tracingOf(settings),
  });
  return [...limitOf(settings), manager];
}

function limitOf({ maxInboundConnections: max }: SidecarSettings) {
  return max > 0 ? [connectionLimit(max)] : [];
}

function tracingOf({ tracingJson: json }: SidecarSettings): Pick<HttpSpec, 'tracing'> {
  return json === undefined
    ? {}
    : { tracing: tracingFromJson('envoy_listener_tracing_json', json) };
}

function withName(own: Listener, name: string): Listener {
  return own.name === '' ? Object.assign(own, { name }) : own;
}

/** Where the application finds one of its upstreams. */
export function upstreamListener(upstream: Upstream, serving: Serving): Built {
  const { id, bind, settings, clusterName } = upstream;
  if (settings.listenerJson !== undefined) {
    const own = listenerFromJson('envoy_listener_json', settings.listenerJson);
    return builtListener(withName(own, id), []);
  }
  return listener({
    name: id,
    bind,
    direction: 'outbound',
    chains: [{ filters: [upstreamFilter(upstream, serving.settings)] }],
    isBalanced: settings.balancesOutbound,
    accessLogs: serving.settings.accessLogs,
    needs: refs('clusters', [clusterName]),
  });
}

function upstreamFilter(upstream: Upstream, caller: SidecarSettings) {
  const { id, target, clusterName } = upstream;
  const protocol = protocolOf(upstream);
  const stats = `${target.kind === 'peered' ? 'upstream_peered' : 'upstream'}.${target.label}`;
  if (protocol === 'tcp') return tcpProxy(stats, clusterName, caller.accessLogs);
  return httpConnectionManager({
    stats,
    protocol,
    routes: { name: id, host: target.label, cluster: clusterName },
    maxRequestHeadersKb: caller.maxRequestHeadersKb,
    accessLogs: caller.accessLogs,
    ...tracingOf(caller),
  });
}
