// SPDX-License-Identifier: Apache-2.0
// What a sidecar does with the requests of its callers. The policy stands here and not in the listener: a listener that
// changes lets go of its connections over minutes, and until then they would live by the old policy.
import type { SidecarSnapshot } from '../../../../views/proxy/snapshot.ts';
import { type Built, builtRoute, refs } from '../../resources/built.ts';
import { routeConfiguration } from '../../resources/http.ts';
import { Memo } from '../../resources/memo.ts';
import { routePolicy } from '../../resources/rbac.ts';
import { FORWARDED_CERTIFICATES } from '../../resources/rbac-principals.ts';
import { LOCAL_APP } from './clusters.ts';

export const PUBLIC_LISTENER = 'public_listener';

const routes = new Memo<Built>();

/** One for all proxies whose callers are treated alike. */
export function publicRoute({ serving, policy, mesh }: SidecarSnapshot): Built {
  const { localRequestTimeoutMs: timeoutMs, localIdleTimeoutMs: idleTimeoutMs } = serving.settings;
  return routes.get([policy, mesh], `${timeoutMs}/${idleTimeoutMs}`, () =>
    builtRoute(
      routeConfiguration({
        name: PUBLIC_LISTENER,
        host: PUBLIC_LISTENER,
        cluster: LOCAL_APP,
        timeoutMs,
        idleTimeoutMs,
        filterConfig: routePolicy(policy),
        // The policy reads the header before it is taken away.
        ...(mesh.hidesForwardedCertificates ? { hiddenHeaders: [FORWARDED_CERTIFICATES] } : {}),
      }),
      refs('clusters', [LOCAL_APP]),
    ),
  );
}

/** Whether callers' certificates are told to the application, or are needed to tell peers' callers. */
export function forwardsCertificates({ callers, mesh }: SidecarSnapshot): boolean {
  return !mesh.hidesForwardedCertificates || callers.length > 1;
}
