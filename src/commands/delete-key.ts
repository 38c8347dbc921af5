// SPDX-License-Identifier: Apache-2.0
import { defineCommand } from './command.ts';
import { Draft } from './draft.ts';
import { deleteKey as removeKey, deleteKeyIfUnchanged, deleteKeysBelow } from './key-rows.ts';

export interface DeleteKey {
  readonly key: string;
  /** All keys that begin with it. */
  readonly isPrefix?: boolean;
  /** Only if this is its revision. */
  readonly index?: number;
}

/** Removes a key or all below a prefix. Replies false when the key has another revision. */
export const deleteKey = defineCommand<DeleteKey, boolean>({
  name: 'delete-key',
  decide: (read, { key, isPrefix, index }) => {
    const draft = new Draft(read);
    let reply = true;
    if (isPrefix === true) deleteKeysBelow(draft, key);
    else if (index === undefined) removeKey(draft, key);
    else reply = deleteKeyIfUnchanged(draft, key, index);
    return { writes: draft.writes, reply };
  },
});
