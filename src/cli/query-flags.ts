// SPDX-License-Identifier: Apache-2.0
// Flags that narrow what the server answers with.
import type { Query } from '../client/client.ts';
import { mapFlag, stringFlag } from './flag-kinds.ts';

export const filterFlag = stringFlag('filter', 'Expression that the server selects by.', {
  initial: '',
});

export const nearFlag = stringFlag(
  'near',
  'Node to sort by the distance from; "_agent" is that of the agent.',
  { initial: '' },
);

export const nodeMetaFlag = mapFlag(
  'node-meta',
  'Only nodes with this metadata, as `key=value`; can be given several times.',
);

export const peerFlag = stringFlag(
  'peer',
  'What was imported from this peer, instead of our own.',
  {
    initial: '',
  },
);

/** The parameters that these flags stand for; what was not given is left out. */
export function narrowing(values: {
  readonly filter?: string;
  readonly near?: string;
  readonly nodeMeta?: Readonly<Record<string, string>>;
  readonly peer?: string;
}): Query {
  return {
    filter: values.filter || undefined,
    near: values.near || undefined,
    peer: values.peer || undefined,
    'node-meta': Object.entries(values.nodeMeta ?? {}).map(([key, value]) => `${key}:${value}`),
  };
}
