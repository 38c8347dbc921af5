// SPDX-License-Identifier: Apache-2.0
import { MemoryStore, openMemoryLog } from '../../../src/log/memory/store.ts';
import { describeLogContract } from './contract.ts';

describeLogContract('memory', () => {
  // Opening "again" means handing the store to the next log: it outlives none of our processes.
  const store = new MemoryStore();
  return Promise.resolve({
    open: (kept) => openMemoryLog(store, kept && { kept }),
    dispose: () => Promise.resolve(),
  });
});
