// SPDX-License-Identifier: Apache-2.0
import type { Client } from '../../client/client.ts';
import { whileDoing } from '../failure.ts';
import { peeringPath } from './flags.ts';

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

/** Throws the Error that Consul's users know when there is no such peering. */
export async function readPeering(client: Client, name: string): Promise<Peering> {
  const peering = await whileDoing(
    'Error reading peering',
    client.find<Peering>({ path: peeringPath(name) }),
  );
  if (peering === undefined) throw new Error(`No peering with name ${name} found.`);
  return peering;
}

/** ['key=value', …] by key. */
export function metaPairs(meta: Readonly<Record<string, string>> | undefined): readonly string[] {
  return Object.entries(meta ?? {})
    .map(([key, value]) => `${key}=${value}`)
    .sort();
}
