// SPDX-License-Identifier: Apache-2.0
import type { FindEntry } from '../kind.ts';
import { refused } from '../meta.ts';
import type { Mesh } from './schema.ts';

/** Nothing may accept calls without mutual TLS unless the mesh entry says that it may. */
export function checkPermissive(mode: string | undefined, find: FindEntry): void {
  if (mode !== 'permissive') return;
  const mesh = find('mesh', 'mesh') as Mesh | undefined;
  if (mesh?.AllowEnablingPermissiveMutualTLS === true) return;
  throw refused(
    'cannot set MutualTLSMode=permissive because AllowEnablingPermissiveMutualTLS=false in the mesh config entry',
  );
}
