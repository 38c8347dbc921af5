// SPDX-License-Identifier: Apache-2.0
import { Refusal } from '../refusal.ts';

/** Nothing is registered with the agent under this id. */
export function unknownService(id: string): Refusal {
  return new Refusal(
    'not-found',
    `Unknown service ID ${JSON.stringify(id)}. Ensure that the service ID is passed, not the service name.`,
  );
}

/** Nothing is registered with the agent under this id. */
export function unknownCheck(id: string): Refusal {
  return new Refusal(
    'not-found',
    `Unknown check ID ${JSON.stringify(id)}. Ensure that the check ID is passed, not the check name.`,
  );
}
