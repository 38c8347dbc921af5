// SPDX-License-Identifier: Apache-2.0
// A sidecar: one listener for callers, one for each upstream. What the upstreams need is built once for as long as
// they stay what they are, so that an intention costs only the listener that it is about.
import { isHttpLike } from '../../../../model/chain/protocol.ts';
import type { SidecarSnapshot, Upstream } from '../../../../views/proxy/snapshot.ts';
import { type Attempt, attempt } from '../assembly.ts';
import { listenerName } from '../../resources/addresses.ts';
import { loadAssignment } from '../../resources/endpoints.ts';
import { Memo } from '../../resources/memo.ts';
import { hasHostName, LOCAL_APP, localAppCluster, upstreamCluster } from './clusters.ts';
import { publicListener, upstreamListener } from './listeners.ts';
import { PUBLIC_LISTENER, publicRoute } from './routes.ts';

const outbound = new Memo<readonly Attempt[]>();

export function sidecarResources(snapshot: SidecarSnapshot): readonly Attempt[] {
  const { serving, upstreams, leaf, trust, mesh } = snapshot;
  const { maxRequestHeadersKb, tracingJson, xdsFetchTimeoutMs, accessLogs } = serving.settings;
  const text = JSON.stringify([maxRequestHeadersKb, tracingJson, xdsFetchTimeoutMs, accessLogs]);
  return [
    attempt('clusters', LOCAL_APP, () => localAppCluster(serving)),
    attempt('listeners', listenerName(PUBLIC_LISTENER, serving.bind), () =>
      publicListener(snapshot),
    ),
    ...(isHttpLike(serving.settings.protocol) && serving.settings.publicListenerJson === undefined
      ? [attempt('routes', PUBLIC_LISTENER, () => publicRoute(snapshot))]
      : []),
    ...outbound.get([upstreams, leaf, trust, mesh], text, () =>
      upstreams.flatMap((upstream) => upstreamResources(snapshot, upstream)),
    ),
  ];
}

function upstreamResources(snapshot: SidecarSnapshot, upstream: Upstream): Attempt[] {
  const { id, bind, clusterName, endpoints } = upstream;
  const fetchTimeoutMs = snapshot.serving.settings.xdsFetchTimeoutMs;
  const found = [
    attempt('clusters', clusterName, () => upstreamCluster(upstream, snapshot, fetchTimeoutMs)),
    attempt('listeners', listenerName(id, bind), () =>
      upstreamListener(upstream, snapshot.serving),
    ),
  ];
  if (!hasHostName(endpoints)) {
    found.push(attempt('endpoints', clusterName, () => loadAssignment(clusterName, endpoints)));
  }
  return found;
}
