// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { gatewayOutlierDetection, outlierDetection } from './outlier.ts';

describe('of gateways', () => {
  const cases: [string, number | undefined, number][] = [
    ['all but one may be left out if nothing is said', undefined, 99],
    ['all but one may be left out if all are said', 100, 99],
    ['fewer may be if fewer are said', 30, 30],
  ];
  for (const [name, said, expected] of cases) {
    test(name, () => {
      const check = said === undefined ? {} : { maxEjectionPercent: said };
      const { maxEjectionPercent, alwaysEjectOneHost } = gatewayOutlierDetection(check);
      assert.equal(maxEjectionPercent, expected);
      assert.equal(alwaysEjectOneHost, false);
    });
  }
});

test('toward services of ours the rules are as they are said, and else those of Envoy', () => {
  assert.deepEqual(outlierDetection({}), {});
  const { consecutive5xx, interval, maxEjectionPercent } = outlierDetection({
    maxFailures: 3,
    intervalMs: 1_500,
    maxEjectionPercent: 100,
  });
  assert.deepEqual([consecutive5xx, maxEjectionPercent], [3, 100]);
  assert.deepEqual([interval?.seconds, interval?.nanos], [1n, 500_000_000]);
});
