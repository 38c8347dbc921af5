// SPDX-License-Identifier: Apache-2.0
import { mapFlag, stringFlag } from '../flag-kinds.ts';

export const nameFlag = stringFlag('name', '(Required) What this cluster calls the other one.');

export const metaFlag = mapFlag(
  'meta',
  'Metadata of the peering, as key=value; can be given several times.',
);

/** Throws when a required flag is missing. */
export function required(flag: string, value: string | undefined): string {
  if (value === undefined || value === '') throw new Error(`Missing the required -${flag} flag`);
  return value;
}

export const peeringPath = (name: string): string => `/v1/peering/${encodeURIComponent(name)}`;
