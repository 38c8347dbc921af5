// SPDX-License-Identifier: Apache-2.0
// Kinds of proxies: the visible list. In: a snapshot. Out: everything that the proxy should be sent.
import type { ProxySnapshot } from '../../../views/proxy/snapshot.ts';
import type { ResourceSet, ResourceType } from '../resource-set.ts';
import { assemble, type Attempt } from './assembly.ts';
import { meshGatewayResources } from './mesh-gateway/index.ts';
import { sidecarResources } from './sidecar/index.ts';

interface Kind<S extends ProxySnapshot> {
  readonly build: (snapshot: S) => readonly Attempt[];
  /** Types that a proxy of this kind may have nothing of, and is told so (dataplane §3.5). */
  readonly mayBeEmpty: ReadonlySet<ResourceType>;
}

type Kinds = { readonly [K in ProxySnapshot['kind']]: Kind<Extract<ProxySnapshot, { kind: K }>> };

const kinds: Kinds = {
  sidecar: { build: sidecarResources, mayBeEmpty: new Set() },
  'mesh-gateway': { build: meshGatewayResources, mayBeEmpty: new Set(['clusters']) },
};

export function resourcesOf(snapshot: ProxySnapshot): ResourceSet {
  return assemble(kindOf(snapshot).build(snapshot));
}

export function mayBeEmpty(snapshot: ProxySnapshot): ReadonlySet<ResourceType> {
  return kindOf(snapshot).mayBeEmpty;
}

function kindOf(snapshot: ProxySnapshot): Kind<ProxySnapshot> {
  return kinds[snapshot.kind] as Kind<ProxySnapshot>;
}
