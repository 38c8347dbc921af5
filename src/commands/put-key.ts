// SPDX-License-Identifier: Apache-2.0
import { Refusal } from '../model/refusal.ts';
import { defineCommand } from './command.ts';
import { Draft } from './draft.ts';
import { lockKey, setKey, setKeyIfUnchanged, unlockKey, type WantedEntry } from './key-rows.ts';

export interface PutKey {
  readonly entry: WantedEntry;
  /** On what it depends; undefined: on nothing. */
  readonly condition?:
    | { readonly is: 'unchanged'; readonly index: number }
    | { readonly is: 'acquire' | 'release'; readonly session: string };
}

/** Writes a key. Replies whether it was written: false when the condition does not hold. */
export const putKey = defineCommand<PutKey, boolean>({
  name: 'put-key',
  decide: (read, { entry, condition }) => {
    const draft = new Draft(read);
    const reply = write(draft, entry, condition);
    return { writes: draft.writes, reply };
  },
});

function write(draft: Draft, entry: WantedEntry, condition: PutKey['condition']): boolean {
  if (condition === undefined) {
    setKey(draft, entry);
    return true;
  }
  if (condition.is === 'unchanged') return setKeyIfUnchanged(draft, entry, condition.index);
  try {
    const change = condition.is === 'acquire' ? lockKey : unlockKey;
    return change(draft, entry, condition.session);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    // Consul's words for a change that its log refused; clients look for them.
    throw new Refusal(error.code, `raft apply failed: ${error.message}`);
  }
}
