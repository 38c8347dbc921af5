// SPDX-License-Identifier: Apache-2.0
// What a decoded token must satisfy before anything is dialed or stored, in Consul's order and words.
import { parseCertificate } from '../ca/certificate.ts';
import { parseHostPort } from '../host-port.ts';
import { Refusal } from '../refusal.ts';
import type { PeeringToken } from './token.ts';

/** Throws a Refusal for the first rule that `token` breaks. An empty secret passes: the acceptor refuses it. */
export function checkPeeringToken(token: PeeringToken): void {
  const roots = token.CA ?? [];
  const addresses = [...(token.ManualServerAddresses ?? []), ...(token.ServerAddresses ?? [])];
  for (const pem of roots) checkRoot(pem);
  if (addresses.length === 0) throw refused('peering token server addresses value is empty');
  for (const address of addresses) {
    if (parseHostPort(address) === undefined)
      throw refused(`${address} is not a valid peering server address`);
  }
  if (roots.length > 0 && token.ServerName === '')
    throw refused('peering token server name value is empty');
  if (token.PeerID === '') throw refused('peering token peer ID value is empty');
}

function checkRoot(pem: string): void {
  try {
    parseCertificate(pem);
  } catch (cause) {
    if (!(cause instanceof Refusal)) throw cause;
    throw refused(`peering token invalid CA: ${cause.message}`);
  }
}

function refused(message: string): Refusal {
  return new Refusal('rpc-error', message);
}
