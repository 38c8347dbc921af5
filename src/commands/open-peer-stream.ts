// SPDX-License-Identifier: Apache-2.0
import {
  isPeeringLive,
  type PeeringSecretsRow,
  type RemoteInfo,
} from '../model/peering/peering.ts';
import { Refusal } from '../model/refusal.ts';
import { secretsEqual } from '../model/secret.ts';
import { peeringSecrets } from '../state/tables/peering-secrets.ts';
import { peerings } from '../state/tables/peerings.ts';
import { defineCommand, put } from './command.ts';
import { findPeeringById } from './peering-rows.ts';

export interface OpenPeerStream {
  readonly peeringId: string;
  readonly streamSecret: string;
  /** Where the dialer says it is. */
  readonly remote: RemoteInfo;
}

export type OpenedPeerStream =
  | { readonly outcome: 'opened'; readonly peer: string }
  /** The peering has ended here; `isNews` when the dialer has not been told yet. */
  | { readonly outcome: 'ended'; readonly isNews: boolean };

/** Lets a dialer in by its secret; one used for the first time becomes the secret. Checks in the order of §4.2. */
export const openPeerStream = defineCommand<OpenPeerStream, OpenedPeerStream>({
  name: 'open-peer-stream',
  decide: (read, { peeringId, streamSecret, remote }) => {
    const row = findPeeringById(read, peeringId)?.value;
    if (row === undefined) {
      throw new Refusal(
        'invalid-argument',
        `initial subscription for unknown PeerID: ${peeringId}`,
      );
    }
    if (!isPeeringLive(row)) {
      return { writes: [], reply: { outcome: 'ended', isNews: row.lifecycle === 'deleting' } };
    }
    const secrets = read.get(peeringSecrets, row.ID)?.value;
    if (secrets === undefined) {
      throw new Refusal(
        'internal',
        'unable to authorize connection, peering must be re-established',
      );
    }
    const isFirstUse = checkStreamSecret(secrets, streamSecret);
    if (row.PeerID !== '') {
      throw new Refusal(
        'invalid-argument',
        'expected PeerID to be empty; the wrong end of peering is being dialed',
      );
    }
    const reply = { outcome: 'opened', peer: row.Name } as const;
    if (!isFirstUse) return { writes: [], reply };
    const { pendingStream: _, ...kept } = secrets;
    return {
      writes: [
        put(peerings, { ...row, lifecycle: 'established', Remote: remote }),
        put(peeringSecrets, { ...kept, activeStream: streamSecret }),
      ],
      reply,
    };
  },
});

/** Whether the secret is a new one that has not been used yet; Refusal when it is none of this peering's. */
function checkStreamSecret(secrets: PeeringSecretsRow, presented: string): boolean {
  if (secretsEqual(secrets.activeStream ?? '', presented)) return false;
  if (secretsEqual(secrets.pendingStream ?? '', presented)) return true;
  throw new Refusal('permission-denied', 'invalid peering stream secret');
}
