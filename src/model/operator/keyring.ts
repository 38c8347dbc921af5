// SPDX-License-Identifier: Apache-2.0
// The keys of gossip. Servers do not gossip here, so that there never is a key: whoever asks hears what a Consul whose
// gossip is not encrypted says.
import { decodeBase64 } from '../base64.ts';
import { multipleErrors } from '../shape/problems.ts';

export interface Pools {
  readonly nodeName: string;
  readonly datacenter: string;
  /** Leaves out the network that spans datacenters. */
  readonly isLocalOnly?: boolean;
}

/** Why there are no keys to list. */
export function noKeys(pools: Pools): string {
  return failed(pools, 'Keyring is empty (encryption not enabled)');
}

/** Why a key can't be installed, used or removed; `key` is base64. */
export function noKeyring(key: string, pools: Pools): string {
  const decoded = decodeBase64(key);
  if ('illegalAt' in decoded) {
    const why = `illegal base64 data at input byte ${decoded.illegalAt}`;
    return multipleErrors([`WAN error: ${why}`, `${pools.datacenter} (LAN) error: ${why}`]);
  }
  return failed(pools, 'No keyring to modify (encryption not enabled)');
}

function failed({ nodeName, datacenter, isLocalOnly = false }: Pools, why: string): string {
  const wan = ['WAN error: 1/1 nodes reported failure', `${nodeName}.${datacenter}: ${why}`];
  const lan = [`${datacenter} (LAN) error: 1/1 nodes reported failure`, `${nodeName}: ${why}`];
  return multipleErrors(isLocalOnly ? lan : [...wan, ...lan]);
}
