// SPDX-License-Identifier: Apache-2.0
// The way to a cluster whose token was given to us, before there is a peering with it. Our gateways pass on only what
// they know, so they are told of it for as long as the exchange lasts.
import { announceExchange } from '../../../commands/announce-exchange.ts';
import { withdrawExchange } from '../../../commands/withdraw-exchange.ts';
import { addressesOf, type PeeringToken } from '../../../model/peering/token.ts';
import { gatewaysOut } from '../../../views/peering/gateways-out.ts';
import type { PeerStreamPorts } from '../ports.ts';

const ORIGIN = 'peering';

/** Calls `use` with the gateways of ours to go through, `host:port`, none if peers are to be reached directly. */
export async function withWayOut<R>(
  { views, newId, issue, issueLeased }: PeerStreamPorts,
  token: PeeringToken,
  use: (gateways: readonly string[]) => Promise<R>,
): Promise<R> {
  // Without TLS there is no name that gateways could go by.
  const isTls = (token.CA ?? []).length > 0;
  const gateways = isTls ? views.get(gatewaysOut, null).value : [];
  if (gateways.length === 0) return use(gateways);
  const row = { id: newId(), serverName: token.ServerName, addresses: addressesOf(token) };
  await issueLeased(announceExchange, row, ORIGIN);
  try {
    return await use(gateways);
  } finally {
    await issue(withdrawExchange, { id: row.id }, ORIGIN);
  }
}
