// SPDX-License-Identifier: Apache-2.0
import type { ConfigEntry } from '../entry.ts';

export interface ServiceConsumer {
  /** The local name of a peering; it need not exist yet. */
  readonly Peer?: string;
  readonly Partition?: string;
  readonly SamenessGroup?: string;
}

export interface ExportedService {
  /** A service name, or '*' for every ordinary service. */
  readonly Name: string;
  /** May be written; never stored. */
  readonly Namespace?: string;
  readonly Consumers: readonly ServiceConsumer[];
}

/** What is exported to whom; its only name is 'default'. */
export interface ExportedServices extends ConfigEntry {
  readonly Kind: 'exported-services';
  /** Absent when there are none. */
  readonly Services?: readonly ExportedService[];
}
