// SPDX-License-Identifier: Apache-2.0
import type { BadInput } from './bad-input.ts';

export const snapshotBadInput: readonly BadInput[] = [
  ['GET', '/v1/snapshot?dc=ghost', '', 500, 'No path to datacenter'],
  ['PUT', '/v1/snapshot?dc=ghost', 'x', 500, 'No path to datacenter'],
  [
    'PUT',
    '/v1/snapshot',
    '{nope, nothing of the kind',
    500,
    'failed to decompress snapshot: gzip: invalid header',
  ],
];
