// SPDX-License-Identifier: Apache-2.0
import { Refusal } from '../refusal.ts';
import { isDialer, type PeeringRow } from './peering.ts';
import type { PeeringToken } from './token.ts';

/** Throws a Refusal unless `existing`, the record of that name if any, may become (or stay) a dialer's. */
export function checkEstablishable(existing: PeeringRow | undefined): void {
  if (existing === undefined) return;
  if (!isDialer(existing)) {
    throw new Refusal(
      'rpc-error',
      `cannot create peering with name: "${existing.Name}"; there is an existing peering expecting to be dialed`,
    );
  }
  if (existing.lifecycle === 'deleting') {
    throw new Refusal(
      'rpc-error',
      'failed to write peering: cannot write to peering that is marked for deletion',
    );
  }
}

/** Throws a Refusal when the token was made by this very cluster, whose servers are called `ownServerName`. */
export function checkOtherCluster(token: PeeringToken, ownServerName: string): void {
  if (token.ServerName !== ownServerName) return;
  throw new Refusal(
    'rpc-error',
    `cannot create a peering within the same cluster "${token.ServerName}". Refer to the \`exported-services\` ` +
      'documentation if you want to export between partitions without peering',
  );
}
