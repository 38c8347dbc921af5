// SPDX-License-Identifier: Apache-2.0
import { Refusal } from '../model/refusal.ts';
import { secretsEqual } from '../model/secret.ts';
import { peeringSecrets } from '../state/tables/peering-secrets.ts';
import { defineCommand, put } from './command.ts';

export interface ExchangePeeringSecret {
  /** The id that the token named. */
  readonly peeringId: string;
  readonly establishmentSecret: string;
  /** UUID; what the dialer gets for it. */
  readonly streamSecret: string;
}

/** Trades the secret of a token, once, for one that opens streams. An open stream and its secret stay as they are. */
export const exchangePeeringSecret = defineCommand<ExchangePeeringSecret>({
  name: 'exchange-peering-secret',
  decide: (read, { peeringId, establishmentSecret, streamSecret }) => {
    const secrets = read.get(peeringSecrets, peeringId)?.value;
    // An unknown id, a used secret and a wrong one look the same from outside.
    if (!secretsEqual(secrets?.establishment ?? '', establishmentSecret)) {
      throw new Refusal('permission-denied', 'invalid peering establishment secret');
    }
    const { establishment: _, ...kept } = secrets ?? { peeringId };
    return {
      writes: [put(peeringSecrets, { ...kept, pendingStream: streamSecret })],
      reply: undefined,
    };
  },
});
