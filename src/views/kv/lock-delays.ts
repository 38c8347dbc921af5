// SPDX-License-Identifier: Apache-2.0
import { lockDelays, type LockDelayRow } from '../../state/tables/lock-delays.ts';
import { defineView } from '../engine/view.ts';

/** The keys whose locks are held back. */
export const heldBackLocks = defineView<null, readonly LockDelayRow[]>({
  name: 'kv/lock-delays',
  key: () => '',
  compute: (read) => read.all(lockDelays).map(({ value }) => value),
});
