// SPDX-License-Identifier: Apache-2.0
// The journeys of ARCHITECTURE.md lead through real files: each `a → b` must be an import.
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, test } from 'node:test';

const ROOT = join(import.meta.dirname, '..', '..');

interface Step {
  readonly from: string;
  readonly to: string;
}

/** Chains `a` → `b` → `c` of a text, as pairs; a chain may go over a line's end. */
function stepsOf(text: string): Step[] {
  const chains = text.matchAll(/`src\/[^`]+`(?:\s*→\s*`src\/[^`]+`)+/g);
  return [...chains].flatMap(([chain]) => {
    const files = [...chain.matchAll(/`([^`]+)`/g)].map(([, file = '']) => file);
    return files.slice(1).map((to, i) => ({ from: files[i] ?? '', to }));
  });
}

function importsOf(file: string): string[] {
  const source = readFileSync(join(ROOT, file), 'utf8');
  return [...source.matchAll(/(?:from|import\()\s*'(\.[^']+)'/g)].map(([, target = '']) =>
    relative(ROOT, join(ROOT, dirname(file), target)),
  );
}

const text = readFileSync(join(ROOT, 'ARCHITECTURE.md'), 'utf8');
const journeys = text.split(/^### /m).slice(1);

describe('the journeys of ARCHITECTURE.md', () => {
  test('are three', () => {
    assert.equal(journeys.length, 3);
  });

  for (const journey of journeys) {
    const [title = ''] = journey.split('\n');
    const steps = stepsOf(journey.split(/^## /m)[0] ?? '');
    test(`lead through the code: ${title}`, () => {
      assert.ok(steps.length >= 5, 'a journey has several steps');
      for (const { from, to } of steps) {
        assert.ok(existsSync(join(ROOT, from)), `${from} does not exist`);
        assert.ok(importsOf(from).includes(to), `${from} does not import ${to}`);
      }
    });
  }

  test('would notice a step that is not there', () => {
    const [step] = stepsOf('`src/main.ts` → `src/log/log.ts`');
    assert.ok(step && !importsOf(step.from).includes(step.to));
  });
});
