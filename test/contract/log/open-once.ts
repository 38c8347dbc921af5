// SPDX-License-Identifier: Apache-2.0
// A child process that opens a store and says how that went: exit code 0, or 3 with the reason.
import { openSqliteLog, StoreError } from '../../../src/log/sqlite/store.ts';

try {
  const log = await openSqliteLog(process.argv[2] ?? '');
  await log.close();
} catch (error) {
  if (!(error instanceof StoreError)) throw error;
  console.log(error.message);
  process.exitCode = 3;
}
