// SPDX-License-Identifier: Apache-2.0
// The config entry of an ingress gateway, as far as `connect expose` changes it.
import type { Client } from '../../client/client.ts';
import { parseExactJson, type Uint64 } from '../../client/exact-json.ts';
import { entryPath } from '../config/entry-source.ts';
import { whileDoing } from '../failure.ts';
import type { Target } from '../intention/target.ts';

const KIND = 'ingress-gateway';

export interface Listener {
  readonly Port: number;
  readonly Protocol: string;
  readonly Services: readonly ExposedService[] | null;
}

export interface ExposedService {
  readonly Name: string;
  readonly Namespace?: string;
  readonly Partition?: string;
  readonly Hosts?: readonly string[];
}

export interface Gateway {
  readonly Kind: string;
  readonly Name: string;
  readonly Listeners: readonly Listener[] | null;
  readonly ModifyIndex?: Uint64;
}

const tenantOf = ({ namespace, partition }: Target) => ({ ns: namespace, partition });

/** The entry; an empty one where there is none yet. */
export async function readGateway(client: Client, gateway: Target): Promise<Gateway> {
  const request = { path: entryPath(KIND, gateway.name), query: tenantOf(gateway) };
  const text = await client.findText(request);
  if (text !== undefined) return parseExactJson<Gateway>(text);
  return { Kind: KIND, Name: gateway.name, Listeners: [] };
}

/** Throws an Error when somebody else has written it since it was read. */
export async function writeGateway(client: Client, gateway: Target, entry: Gateway): Promise<void> {
  const { ModifyIndex = 0, ...rest } = entry;
  const {
    Hash: _hash,
    CreateIndex: _index,
    ...body
  } = rest as typeof rest & Record<string, unknown>;
  const isWritten = await whileDoing(
    'Error writing ingress config entry',
    client.json<boolean>({
      method: 'PUT',
      path: '/v1/config',
      query: { ...tenantOf(gateway), cas: String(ModifyIndex) },
      body,
    }),
  );
  if (!isWritten) {
    throw new Error(
      'Ingress config entry was changed while attempting to update, please try again.',
    );
  }
}
