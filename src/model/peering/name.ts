// SPDX-License-Identifier: Apache-2.0
import { Refusal } from '../refusal.ts';

/** Throws a Refusal with Consul's text unless `name` can name a peering: a DNS label in lower case, taken as it is. */
export function checkPeerName(name: string): void {
  if (/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(name)) return;
  throw new Refusal(
    'rpc-error',
    `${name} is not a valid peer name: a valid peering name must consist of lower case alphanumeric characters or '-', ` +
      'and must start and end with an alphanumeric character',
  );
}
