// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Reason } from './reasons.ts';
import type { Report, Scenario } from './recordings.ts';
import { verdictOf } from './verdict.ts';

const scenarios: readonly Scenario[] = [
  { name: '30_kv', steps: 100, needsAcls: false },
  { name: '54_operator', steps: 100, needsAcls: false },
  { name: '65_acl', steps: 7, needsAcls: true },
];

function reportOf(failing: Readonly<Record<string, readonly string[]>>): Report {
  const entries = ['30_kv', '54_operator'].map((name) => {
    const steps = failing[name] ?? [];
    const diffs = [{ category: 'text', path: '', want: 'a', got: 'b' }];
    const failures = steps.map((step) => ({ name: step, request: 'GET a:/x', diffs }));
    return [name, { pass: 100 - steps.length, total: 100, failures }] as const;
  });
  const pass = entries.reduce((sum, [, scenario]) => sum + scenario.pass, 0);
  return { pass, total: 200, scenarios: Object.fromEntries(entries) };
}

const reason = (scenario: string, kind: Reason['kind'], ...steps: string[]): Reason => {
  return { scenario, kind, steps, why: 'because' };
};

describe('the verdict on a replay', () => {
  const cases: readonly {
    name: string;
    report: Report;
    reasons?: readonly Reason[];
    complaints: readonly string[];
  }[] = [
    { name: 'is good when all steps pass', report: reportOf({}), complaints: [] },
    {
      name: 'names a failing step without a reason',
      report: reportOf({ '54_operator': ['usage'] }),
      complaints: ['54_operator: usage (GET a:/x): text '],
    },
    {
      name: 'takes a reason',
      report: reportOf({ '54_operator': ['usage'] }),
      reasons: [reason('54_operator', 'missing', 'usage')],
      complaints: [],
    },
    {
      name: 'takes no excuse where nothing may be missing',
      report: reportOf({ '30_kv': ['get'] }),
      reasons: [reason('30_kv', 'missing', 'get')],
      complaints: ['30_kv: get must not be missing'],
    },
    {
      name: 'lets what is better differ everywhere',
      report: reportOf({ '30_kv': ['get'] }),
      reasons: [reason('30_kv', 'better', 'get')],
      complaints: [],
    },
    {
      name: 'finds a reason that has outlived its step',
      report: reportOf({}),
      reasons: [reason('30_kv', 'better', 'get')],
      complaints: ['30_kv: get has a reason to fail and passes'],
    },
    {
      name: 'wants enough of all to pass',
      report: reportOf({ '54_operator': ['1', '2', '3', '4', '5', '6', '7'] }),
      reasons: [reason('54_operator', 'missing', '1', '2', '3', '4', '5', '6', '7')],
      complaints: ['193 of 200 steps pass, fewer than 97 %'],
    },
    {
      name: 'wants every scenario to be replayed',
      report: { pass: 0, total: 0, scenarios: {} },
      complaints: [
        '30_kv: 0 of 100 steps were replayed',
        '54_operator: 0 of 100 steps were replayed',
      ],
    },
  ];
  for (const { name, report, reasons = [], complaints } of cases) {
    test(name, () => {
      assert.deepEqual(verdictOf(report, scenarios, reasons).complaints, complaints);
    });
  }

  test('counts what needs ACLs as skipped', () => {
    assert.equal(verdictOf(reportOf({}), scenarios, []).skipped, 7);
  });
});
