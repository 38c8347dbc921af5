// SPDX-License-Identifier: Apache-2.0
// What an operation of a transaction answers.
import type { Row } from '../../state/table.ts';
import { NotYet } from '../command.ts';
import { isUnseen } from '../draft.ts';

export interface TransactionResult {
  readonly kind: 'KV' | 'Node' | 'Service' | 'Check';
  /** As the API shows it, but for its indexes. */
  readonly shown: object;
  /** Undefined: the revision of the transaction itself. */
  readonly createIndex: number | undefined;
  /** A bigint where a client's own number is given back. */
  readonly modifyIndex: number | bigint | undefined;
}

/** A row as it is now; throws NotYet when another command of the same batch wrote it. */
export function resultOf(
  kind: TransactionResult['kind'],
  shown: object,
  { createRevision, modifyRevision }: Row<object>,
): TransactionResult {
  if (isUnseen(createRevision) || isUnseen(modifyRevision)) throw new NotYet();
  // A draft has 0 for what is about to be written.
  const createIndex = createRevision === 0 ? undefined : createRevision;
  return { kind, shown, createIndex, modifyIndex: modifyRevision || undefined };
}
