// SPDX-License-Identifier: Apache-2.0
// Everything that is measured, in the order of the table.
import type { Row } from './row.ts';
import { blockedReaders } from './rows/blocked-readers.ts';
import { catalogReads } from './rows/catalog-reads.ts';
import { healthReads } from './rows/health-reads.ts';
import { heldReaders } from './rows/held-readers.ts';
import { importing } from './rows/import.ts';
import { keyValues } from './rows/key-values.ts';
import { memory } from './rows/memory.ts';
import { peerChange } from './rows/peer-change.ts';
import { peering } from './rows/peering.ts';
import { registrations } from './rows/registrations.ts';
import { sidecars } from './rows/sidecars.ts';

export const rows: readonly Row[] = [
  peering,
  registrations,
  importing,
  peerChange,
  blockedReaders,
  healthReads,
  memory,
  sidecars(8, 'http'),
  sidecars(9, 'tcp'),
  keyValues,
  catalogReads,
  heldReaders,
];
