// SPDX-License-Identifier: Apache-2.0
import type { Client } from '../../client/client.ts';

/** What an agent says about itself, as far as commands look at it. */
export interface Self {
  readonly Config: {
    readonly NodeName: string;
    readonly Datacenter: string;
    readonly Version: string;
  };
  readonly Stats?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

export const readSelf = (client: Client): Promise<Self> =>
  client.json<Self>({ path: '/v1/agent/self' });
