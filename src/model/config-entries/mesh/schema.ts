// SPDX-License-Identifier: Apache-2.0
import type { OpaqueConfig } from '../../catalog/service.ts';
import type { ConfigEntry } from '../entry.ts';

/** Settings of the whole mesh; its only name is 'mesh'. */
export interface Mesh extends ConfigEntry {
  readonly Kind: 'mesh';
  readonly TransparentProxy?: { readonly MeshDestinationsOnly?: boolean };
  readonly AllowEnablingPermissiveMutualTLS?: boolean;
  readonly TLS?: OpaqueConfig | null;
  readonly HTTP?: OpaqueConfig | null;
  readonly Peering?: { readonly PeerThroughMeshGateways?: boolean } | null;
  readonly ValidateClusters?: boolean;
}
