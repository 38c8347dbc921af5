// SPDX-License-Identifier: Apache-2.0

/** A peering as the API answers it; what is empty may be absent. */
export interface Peering {
  readonly ID: string;
  readonly Name: string;
  readonly Partition?: string;
  readonly DeletedAt?: string;
  readonly Meta?: Readonly<Record<string, string>>;
  readonly State: string;
  readonly PeerID?: string;
  readonly PeerCAPems?: readonly string[];
  readonly PeerServerName?: string;
  readonly PeerServerAddresses?: readonly string[];
  readonly StreamStatus: {
    readonly ImportedServices: readonly string[] | null;
    readonly ExportedServices: readonly string[] | null;
    readonly LastHeartbeat: string | null;
    readonly LastReceive: string | null;
    readonly LastSend: string | null;
  };
  readonly CreateIndex: number;
  readonly ModifyIndex: number;
}

export function metaText(meta: Readonly<Record<string, string>> | undefined): string {
  return Object.entries(meta ?? {})
    .map(([key, value]) => `${key}=${value}`)
    .join(',');
}
