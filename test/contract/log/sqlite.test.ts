// SPDX-License-Identifier: Apache-2.0
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqliteLog } from '../../../src/log/sqlite/store.ts';
import { describeLogContract } from './contract.ts';

describeLogContract('sqlite', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'causeway-log-'));
  return {
    open: (kept) => openSqliteLog(join(directory, 'store.db'), kept && { kept }),
    dispose: () => rm(directory, { recursive: true }),
  };
});
