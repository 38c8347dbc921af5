// SPDX-License-Identifier: Apache-2.0
import { mapFlag, stringFlag } from '../flag-kinds.ts';

export const nameFlag = stringFlag('name', '(Required) What this cluster calls the other one.', {
  initial: '',
});

export const metaFlag = mapFlag(
  'meta',
  'Metadata of the peering, as `key=value`; can be given several times.',
);

export const peeringPath = (name: string): string => `/v1/peering/${encodeURIComponent(name)}`;
