// SPDX-License-Identifier: Apache-2.0
import { isDialer, type PeeringRow } from '../model/peering/peering.ts';
import { checkPeerName } from '../model/peering/name.ts';
import { Refusal } from '../model/refusal.ts';
import { peeringSecrets } from '../state/tables/peering-secrets.ts';
import { peerings } from '../state/tables/peerings.ts';
import { defineCommand, put } from './command.ts';
import { MARKED_FOR_DELETION } from './peering-rows.ts';

export interface GeneratePeeringToken {
  readonly name: string;
  readonly meta: Readonly<Record<string, string>> | null;
  /** UUID for a record that does not exist yet. */
  readonly newId: string;
  /** UUID; the one of an earlier token is worth nothing from now on. */
  readonly establishmentSecret: string;
}

/**
 * Makes this cluster the acceptor of a peering, or gives an acceptor a new establishment secret; its streams and
 * their secrets stay. The reply is the id that the dialer presents.
 */
export const generatePeeringToken = defineCommand<GeneratePeeringToken, { peeringId: string }>({
  name: 'generate-peering-token',
  decide: (read, { name, meta, newId, establishmentSecret }) => {
    checkPeerName(name);
    const existing = read.get(peerings, name)?.value;
    if (existing !== undefined) checkAcceptor(existing);
    const peering = existing ?? newAcceptor(newId, name, meta);
    const secrets = read.get(peeringSecrets, peering.ID)?.value;
    return {
      writes: [
        put(peerings, peering),
        put(peeringSecrets, {
          ...secrets,
          peeringId: peering.ID,
          establishment: establishmentSecret,
        }),
      ],
      reply: { peeringId: peering.ID },
    };
  },
});

function checkAcceptor(existing: PeeringRow): void {
  if (isDialer(existing)) {
    throw new Refusal(
      'rpc-error',
      `cannot create peering with name: "${existing.Name}"; there is already an established peering`,
    );
  }
  if (existing.lifecycle === 'deleting') {
    throw new Refusal('rpc-error', `failed to write peering: ${MARKED_FOR_DELETION}`);
  }
  // Consul answers with a token that never works.
  if (existing.lifecycle === 'terminated') {
    throw new Refusal(
      'rpc-error',
      `failed to write peering: the peer has deleted peering "${existing.Name}"; delete it here before generating a new token`,
    );
  }
}

function newAcceptor(ID: string, Name: string, Meta: PeeringRow['Meta']): PeeringRow {
  return {
    ID,
    Name,
    Meta,
    lifecycle: 'pending',
    PeerID: '',
    PeerCAPems: [],
    PeerServerName: '',
    PeerServerAddresses: [],
    ManualServerAddresses: [],
    Remote: { Partition: '', Datacenter: '', Locality: null },
  };
}
