// SPDX-License-Identifier: Apache-2.0
import { Refusal } from '../model/refusal.ts';
import type { TransactionError, TransactionOp } from '../model/txn/transaction.ts';
import { defineCommand } from './command.ts';
import { Draft } from './draft.ts';
import { decideCheck, decideNode, decideService } from './txn/catalog.ts';
import { decideKv } from './txn/kv.ts';
import { precheck } from './txn/precheck.ts';
import type { TransactionResult } from './txn/result.ts';

/** Either results, or errors and nothing changed. */
export interface TransactionReply {
  readonly results: readonly TransactionResult[];
  readonly errors: readonly TransactionError[];
  /** Refused for what was asked, without looking at what is there. */
  readonly isMalformed: boolean;
}

/** Does all of it as one change, each operation seeing those before it, or nothing and says of each why not. */
export const applyTransaction = defineCommand<readonly TransactionOp[], TransactionReply>({
  name: 'apply-transaction',
  decide: (read, operations) => {
    const early = errorsOf(operations, (op) => precheck(read, op));
    if (early.length > 0) return failed(early, true);
    const draft = new Draft(read);
    const results: TransactionResult[] = [];
    const errors = errorsOf(operations, (op) => {
      for (const result of decideOne(draft, op)) results.push(result);
    });
    if (errors.length > 0) return failed(errors, false);
    return { writes: draft.writes, reply: { results, errors, isMalformed: false } };
  },
});

function decideOne(draft: Draft, op: TransactionOp): readonly TransactionResult[] {
  switch (op.kind) {
    case 'KV':
      return decideKv(draft, op);
    case 'Node':
      return decideNode(draft, op);
    case 'Service':
      return decideService(draft, op);
    default:
      return decideCheck(draft, op);
  }
}

function errorsOf(
  operations: readonly TransactionOp[],
  attempt: (op: TransactionOp) => void,
): readonly TransactionError[] {
  const errors: TransactionError[] = [];
  for (const [OpIndex, op] of operations.entries()) {
    try {
      attempt(op);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      errors.push({ OpIndex, What: error.message.replace(/^failed inserting node: /, '') });
    }
  }
  return errors;
}

function failed(errors: readonly TransactionError[], isMalformed: boolean) {
  return { writes: [], reply: { results: [], errors, isMalformed } };
}
