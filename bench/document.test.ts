// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Conditions } from './conditions.ts';
import { documentOf } from './document.ts';
import type { Program } from './program.ts';
import { linesOf, type Outcome } from './results.ts';
import { rows } from './rows.ts';

const OURS: Program = { name: 'Causeway', version: 'Causeway v1' };
const THEIRS: Program = { name: 'Consul', version: 'Consul v2', consulBinary: 'consul' };
const CONDITIONS: Conditions = {
  date: '2026-01-02 03:04 UTC',
  machine: '2 × a processor, 4 GiB, Linux 6',
  storage: 'ext4',
  node: 'v24.0.0',
  programs: [OURS.version, THEIRS.version],
  runs: 1,
  otherLoads: [0.01, 0.02],
};
const [row] = rows;

function written(outcomes: readonly Outcome[], conditions: Conditions = CONDITIONS): string {
  assert.ok(row);
  const failures = outcomes.filter(({ failure }) => failure !== undefined);
  return documentOf({ lines: linesOf([row], outcomes), failures, conditions });
}

function sampleOf(program: Program, activeMs: number): Outcome {
  assert.ok(row);
  return { row, program, sample: { activeMs } };
}

describe('the document', () => {
  test('shows target, both figures, their ratio and the verdict', () => {
    const text = written([sampleOf(OURS, 50), sampleOf(THEIRS, 4_000)]);
    assert.match(
      text,
      /\| token call → both sides ACTIVE \| ≤ 200 ms \| 50 ms \| 4,000 ms \| 80× \| met \|/,
    );
    assert.match(text, /No measured target is missed/);
  });

  test('names a missed target as missed, in the table and below it', () => {
    const text = written([sampleOf(OURS, 250), sampleOf(THEIRS, 4_000)]);
    assert.match(text, /\| missed \|/);
    assert.match(text, /Targets that are missed:\n\n- Peering: token call/);
  });

  test('shows the spread of several runs', () => {
    const text = written([sampleOf(OURS, 90), sampleOf(OURS, 110), sampleOf(OURS, 100)]);
    assert.match(text, /\| 100 ms \(90–110\) \|/);
  });

  test('names what failed, in one line', () => {
    assert.ok(row);
    const text = written([{ row, program: OURS, failure: 'it ended:\nwith a long story' }]);
    assert.match(text, /- Peering, Causeway: it ended:\n\n/);
  });

  test('has no columns for a program that was not there', () => {
    const text = written([sampleOf(OURS, 50)], { ...CONDITIONS, programs: [OURS.version] });
    assert.match(text, /\| what \| target \| Causeway \| verdict \|/);
  });

  test('says on what machine, and whether it was quiet', () => {
    const quiet = written([sampleOf(OURS, 50)]);
    assert.match(quiet, /2 × a processor, 4 GiB, Linux 6; storage on ext4/);
    assert.match(quiet, /2 % busy in the median, 2 % at most. The machine was quiet/);
    const busy = written([sampleOf(OURS, 50)], { ...CONDITIONS, otherLoads: [0.5] });
    assert.match(busy, /The machine was not quiet/);
  });
});
