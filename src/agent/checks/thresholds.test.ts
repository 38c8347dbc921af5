// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Thresholds } from './thresholds.ts';

const STATUS = { p: 'passing', w: 'warning', c: 'critical', '-': undefined } as const;

/** What each of `results` changes: one letter for each status, '-' for nothing. */
function outcome(thresholds: Thresholds, results: string): string {
  const letters = [...results].map((letter) => {
    const status = STATUS[letter as 'p' | 'w' | 'c'];
    return thresholds.accept({ status, output: '' })?.status[0] ?? '-';
  });
  return letters.join('');
}

describe('a check', () => {
  const cases: readonly [name: string, type: object, results: string, expected: string][] = [
    ['without thresholds takes every result', {}, 'pcwcp', 'pcwcp'],
    ['takes its first success at once', { SuccessBeforePassing: 3 }, 'p', 'p'],
    ['passes after so many successes', { SuccessBeforePassing: 3 }, 'cpppcp', 'c--pc-'],
    ['counts a warning as a success', { SuccessBeforePassing: 2 }, 'cwp', 'c-p'],
    ['takes its first failure at once', { FailuresBeforeCritical: 3 }, 'c', 'c'],
    ['fails after so many failures', { FailuresBeforeCritical: 3 }, 'pcccpc', 'p--cp-'],
    [
      'warns before it fails',
      { FailuresBeforeWarning: 1, FailuresBeforeCritical: 3 },
      'pccc',
      'pwwc',
    ],
  ];
  for (const [name, type, results, expected] of cases) {
    test(name, () => assert.equal(outcome(new Thresholds(type), results), expected));
  }
});
