// SPDX-License-Identifier: Apache-2.0
import type { ExchangeSecret } from '../../../model/peering/dialing.ts';
import { Refusal } from '../../../model/refusal.ts';
import type { HttpContext } from '../context.ts';

/** What peering needs of the network; Refusal when it is turned off. */
export function requirePeering({ exchangeSecret }: HttpContext): ExchangeSecret {
  if (exchangeSecret !== undefined) return exchangeSecret;
  throw new Refusal('failed-precondition', 'peering must be enabled to use this endpoint');
}
