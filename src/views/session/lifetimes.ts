// SPDX-License-Identifier: Apache-2.0
import { ttlMsOf } from '../../model/session/session.ts';
import { sessions } from '../../state/tables/sessions.ts';
import { defineView } from '../engine/view.ts';

/** How long each session that runs out lives without being renewed, in milliseconds, by id. */
export const sessionLifetimes = defineView<null, ReadonlyMap<string, number>>({
  name: 'session/lifetimes',
  key: () => '',
  compute: (read) => {
    const lifetimes = new Map<string, number>();
    for (const { value } of read.all(sessions)) {
      const ms = ttlMsOf(value.session.TTL, 0);
      if (ms > 0) lifetimes.set(value.session.ID, ms);
    }
    return lifetimes;
  },
});
