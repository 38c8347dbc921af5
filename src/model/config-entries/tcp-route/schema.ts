// SPDX-License-Identifier: Apache-2.0
import type { ConfigEntry } from '../entry.ts';
import type { ResourceReference } from '../resource-reference.ts';

/** The service that callers of a listener of an API gateway reach, byte for byte. */
export interface TcpRoute extends ConfigEntry {
  readonly Kind: 'tcp-route';
  readonly Parents: readonly ResourceReference[] | null;
  readonly Services: readonly { readonly Name: string }[] | null;
}
