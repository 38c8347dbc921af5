// SPDX-License-Identifier: Apache-2.0
import { localTenancy } from '../model/tenancy.ts';
import { defineCommand } from './command.ts';
import { type Registration, registerWrites } from './registration.ts';

/** Registers the node that an agent runs on, with what the agent itself is and how it is. */
export const registerSelf = defineCommand<Registration>({
  name: 'register-self',
  decide: (read, registration) => {
    return { writes: registerWrites(read, localTenancy, registration), reply: undefined };
  },
});
