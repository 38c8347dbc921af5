// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Program } from './program.ts';
import { linesOf, type Outcome } from './results.ts';
import type { Figure, Row, Sample } from './row.ts';

const OURS: Program = { name: 'Causeway', version: 'Causeway v1' };
const THEIRS: Program = { name: 'Consul', version: 'Consul v1', consulBinary: 'consul' };
const LATENCY: Figure = { key: 'ms', title: 'latency', unit: 'ms', better: 'less', target: 10 };
const RATE: Figure = { key: 'rate', title: 'rate', unit: '/s', better: 'more', target: 100 };

function rowWith(figure: Figure): Row {
  const measure = () => Promise.reject(new Error('not measured here'));
  return { number: 1, title: 'a row', method: 'somehow', figures: [figure], measure };
}

function lineWith(figure: Figure, ours: readonly Sample[], theirs: readonly Sample[] = []) {
  const row = rowWith(figure);
  const outcomes: Outcome[] = [
    ...ours.map((sample) => ({ row, program: OURS, sample })),
    ...theirs.map((sample) => ({ row, program: THEIRS, sample })),
  ];
  const [line] = linesOf([row], outcomes);
  assert.ok(line);
  return line;
}

describe('results', () => {
  test('are the median of the runs, with the least and the most', () => {
    const line = lineWith(LATENCY, [{ ms: 9 }, { ms: 2 }, { ms: 4 }]);
    assert.deepEqual(line.spreads.get('Causeway'), { median: 4, least: 2, most: 9 });
  });

  const ratios = [
    { name: 'half the time is two times better', figure: LATENCY, ours: 5, theirs: 10, is: 2 },
    { name: 'twice the time is half as good', figure: LATENCY, ours: 10, theirs: 5, is: 0.5 },
    { name: 'twice the rate is two times better', figure: RATE, ours: 10, theirs: 5, is: 2 },
  ];
  for (const { name, figure, ours, theirs, is } of ratios) {
    test(name, () => {
      const line = lineWith(figure, [{ [figure.key]: ours }], [{ [figure.key]: theirs }]);
      assert.equal(line.timesBetter, is);
    });
  }

  const { target: _, ...untargeted } = LATENCY;
  const verdicts = [
    { name: 'a latency at its target is met', figure: LATENCY, ours: 10, is: 'met' },
    { name: 'a latency above its target is missed', figure: LATENCY, ours: 10.1, is: 'missed' },
    { name: 'a rate below its target is missed', figure: RATE, ours: 99, is: 'missed' },
    { name: 'a figure without a target is neither', figure: untargeted, ours: 1, is: 'no target' },
  ];
  for (const { name, figure, ours, is } of verdicts) {
    test(name, () => assert.equal(lineWith(figure, [{ [figure.key]: ours }]).verdict, is));
  }

  test('say when ours gave none, and compare nothing with it', () => {
    const row = rowWith(LATENCY);
    const outcomes = [
      { row, program: OURS, failure: 'it ended' },
      { row, program: THEIRS, sample: { ms: 3 } },
    ];
    const [line] = linesOf([row], outcomes);
    assert.equal(line?.verdict, 'failed');
    assert.equal(line?.timesBetter, undefined);
  });
});
