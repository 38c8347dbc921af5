// SPDX-License-Identifier: Apache-2.0
import { lockDelays, type LockDelayRow } from '../state/tables/lock-delays.ts';
import { defineCommand, remove } from './command.ts';

/** Lets the lock of a key be taken again, unless it was lost anew since. */
export const endLockDelay = defineCommand<LockDelayRow>({
  name: 'end-lock-delay',
  decide: (read, ended) => {
    const row = read.get(lockDelays, lockDelays.key(ended));
    const isSame = row !== undefined && row.value.session === ended.session;
    return { writes: isSame ? [remove(lockDelays, row)] : [], reply: undefined };
  },
});
