// SPDX-License-Identifier: Apache-2.0
import { structurallyEqual } from '../model/equal.ts';
import type { PeeringLimits } from '../model/peering/limits.ts';
import { isDialer } from '../model/peering/peering.ts';
import { parseServerAddress } from '../model/peering/server-address.ts';
import { Refusal } from '../model/refusal.ts';
import { peerings } from '../state/tables/peerings.ts';
import { defineCommand, put } from './command.ts';
import { importingPeering } from './peering-rows.ts';

export interface ImportServerAddresses {
  /** Id of the local record. */
  readonly peeringId: string;
  readonly addresses: readonly string[];
  readonly limits: PeeringLimits;
}

/** Remembers where the peer's servers are, for the next dial; addresses that an operator gave still win. */
export const importServerAddresses = defineCommand<ImportServerAddresses>({
  name: 'import-server-addresses',
  decide: (read, { peeringId, addresses, limits }) => {
    const row = importingPeering(read, peeringId).value;
    if (addresses.length > limits.maxServerAddresses) {
      throw refused(
        `${addresses.length} server addresses, at most ${limits.maxServerAddresses} are accepted`,
      );
    }
    const bad = addresses.find((address) => parseServerAddress(address) === undefined);
    if (bad !== undefined) throw refused(`${bad} is not a valid peering server address`);
    const changed = { ...row, PeerServerAddresses: addresses };
    if (isDialer(row) !== isDialer(changed)) {
      throw refused(
        `Cannot switch peering dialing mode from ${isDialer(row)} to ${isDialer(changed)}`,
      );
    }
    if (structurallyEqual(row.PeerServerAddresses, addresses)) {
      return { writes: [], reply: undefined };
    }
    return { writes: [put(peerings, changed)], reply: undefined };
  },
});

function refused(message: string): Refusal {
  return new Refusal('rpc-error', message);
}
