// SPDX-License-Identifier: Apache-2.0
import { formatSpiffeId } from '../../model/ca/spiffe.ts';
import { DEFAULT_NAME } from '../../model/tenancy.ts';
import { defineView } from '../engine/view.ts';
import { accessPolicy } from '../intentions/policy.ts';
import { leaf } from './leaf.ts';
import { mesh } from './mesh.ts';
import { type ProxyKey, proxyKey, registrationOf } from './registration.ts';
import { sidecarServing } from './sidecar-serving.ts';
import { sidecarUpstreams } from './sidecar-upstreams.ts';
import type { SidecarSnapshot } from './snapshot.ts';
import { callersTrust, ownTrust } from './trust.ts';

/** A sidecar's snapshot; undefined while it has no registration, no certificate, or nobody to believe. */
export const sidecar = defineView<ProxyKey, SidecarSnapshot | undefined>({
  name: 'proxy/sidecar',
  key: proxyKey,
  compute: (read, key) => {
    const registration = registrationOf(read, key);
    const trust = read.view(ownTrust, null);
    const serving = read.view(sidecarServing, key);
    if (registration === undefined || trust === undefined || serving === undefined) {
      return undefined;
    }
    const { service, settings } = serving;
    const { ref } = registration;
    const uri = formatSpiffeId({
      kind: 'service',
      trustDomain: trust.trustDomain,
      partition: DEFAULT_NAME,
      namespace: DEFAULT_NAME,
      datacenter: ref.datacenter,
      service,
    });
    const own = read.view(leaf, uri);
    const { protocol } = settings;
    const policy = read.view(accessPolicy, { destination: service, protocol });
    if (own === undefined || policy === undefined) return undefined;
    const dials = read.view(sidecarUpstreams, key);
    return {
      kind: 'sidecar',
      proxy: ref,
      leaf: own,
      trust,
      mesh: read.view(mesh, null),
      serving,
      callers: read.view(callersTrust, service),
      policy,
      upstreams: dials.upstreams,
      warnings: dials.warnings,
    };
  },
});
