// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { machineTicksOf, processorMsOf, residentBytes } from './process-cost.ts';

describe('process cost', () => {
  test('counts user and system time, whatever the process is called', () => {
    const stat = '812 (a b) c)) S 1 812 812 0 -1 4194560 2029 0 1 0 70 25 0 0 20 0 12 0 31 107 52';
    assert.equal(processorMsOf(stat), 950);
  });

  test('counts a machine as idle while it waits for a disk', () => {
    const stat = 'cpu  100 5 20 700 50 0 3 2 40 0\ncpu0 1 1 1 1 1 1 1 1 1 1\n';
    assert.deepEqual(machineTicksOf(stat), { busy: 130, total: 880 });
  });

  test('reads the memory of a living process', async () => {
    assert.ok((await residentBytes(process.pid)) > 10 * 1_024 ** 2);
  });
});
