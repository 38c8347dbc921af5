// SPDX-License-Identifier: Apache-2.0
import { create } from '@bufbuild/protobuf';
import type { TransportSocket } from '../../../../gen/envoy/config/core/v3/base_pb.ts';
import { FilterChainSchema } from '../../../../gen/envoy/config/listener/v3/listener_components_pb.ts';
import type { Listener } from '../../../../gen/envoy/config/listener/v3/listener_pb.ts';
import { isHttpLike } from '../../../../model/chain/protocol.ts';
import type { AccessPolicy } from '../../../../model/intention/access-policy.ts';
import type { Inbound, SidecarSnapshot, Upstream } from '../../../../views/proxy/snapshot.ts';
import { type Built, builtListener, refs } from '../../resources/built.ts';
import { guarded, listenerFromJson, tracingFromJson } from '../../resources/escape-hatch.ts';
import { httpConnectionManager, type HttpSpec } from '../../resources/http.ts';
import { type FilterChainInit, listener } from '../../resources/listeners.ts';
import { Memo } from '../../resources/memo.ts';
import { normalization } from '../../resources/normalization.ts';
import { httpRbac, networkRbac } from '../../resources/rbac.ts';
import { FORWARDED_CERTIFICATES } from '../../resources/rbac-principals.ts';
import { connectionLimit, tcpProxy } from '../../resources/tcp.ts';
import { serverSide } from '../../resources/tls.ts';
import { LOCAL_APP, protocolOf } from './clusters.ts';

export const PUBLIC_LISTENER = 'public_listener';

const publicChains = new Memo<FilterChainInit>();

/** Where callers arrive: mutual TLS, then intentions, then the application. */
export function publicListener(snapshot: SidecarSnapshot): Built {
  const { inbound, leaf, mesh } = snapshot;
  const { settings, policy, callers } = inbound;
  const json = settings.publicListenerJson;
  if (json !== undefined) {
    const own = guarded(
      listenerFromJson('envoy_public_listener_json', json),
      policy,
      transportSocketOf(snapshot),
    );
    return builtListener(withName(own, PUBLIC_LISTENER), []);
  }
  const text = JSON.stringify(settings);
  const chain = publicChains.get([policy, leaf, mesh, callers], text, () =>
    create(FilterChainSchema, {
      filters: publicFilters(snapshot),
      transportSocket: transportSocketOf(snapshot),
    }),
  );
  return listener({
    name: PUBLIC_LISTENER,
    bind: inbound.bind,
    direction: 'inbound',
    chains: [chain],
    isBalanced: settings.balancesInbound,
    needs: refs('clusters', [LOCAL_APP]),
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

function publicFilters({ inbound, mesh }: SidecarSnapshot) {
  const { settings, policy } = inbound;
  const { maxInboundConnections: max } = settings;
  const limit = max > 0 ? [connectionLimit(max)] : [];
  if (!isHttpLike(settings.protocol)) {
    return [networkRbac(policy), ...limit, tcpProxy(PUBLIC_LISTENER, LOCAL_APP)];
  }
  const isHidden = mesh.hidesForwardedCertificates;
  const manager = httpConnectionManager({
    stats: PUBLIC_LISTENER,
    protocol: settings.protocol,
    routes: {
      name: PUBLIC_LISTENER,
      host: PUBLIC_LISTENER,
      cluster: LOCAL_APP,
      timeoutMs: settings.localRequestTimeoutMs,
      idleTimeoutMs: settings.localIdleTimeoutMs,
      // Intentions read the header before it is taken away.
      ...(isHidden ? { hiddenHeaders: [FORWARDED_CERTIFICATES] } : {}),
    },
    filters: [httpRbac(policy)],
    ...(isHidden && !readsForwardedCertificates(policy) ? {} : { forwards: 'appended' }),
    normalization: normalization(mesh),
    maxRequestHeadersKb: settings.maxRequestHeadersKb,
    ...tracingOf(inbound),
  });
  return [...limit, manager];
}

function readsForwardedCertificates(policy: AccessPolicy): boolean {
  const named = [...policy.callers, ...policy.requests.map(({ callers }) => callers)];
  return policy.strangersBut !== undefined || named.some(({ caller }) => caller.peer !== '');
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
