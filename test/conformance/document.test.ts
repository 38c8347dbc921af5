// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { withVerdict } from './document.ts';
import type { Verdict } from './verdict.ts';

const page = join(import.meta.dirname, '../../docs/reference/compatibility.md');

const verdict: Verdict = {
  passed: 97,
  total: 100,
  skipped: 3,
  told: [
    { scenario: '30_kv', step: 'a', steps: ['a', 'b'], kind: 'better', why: 'faster' },
    { scenario: '30_kv', step: 'b', steps: ['a', 'b'], kind: 'better', why: 'faster' },
  ],
  complaints: [],
};

test('a replay writes its part of the page and leaves the rest', () => {
  const text = readFileSync(page, 'utf8');
  const written = withVerdict(text, verdict, 7);
  assert.match(written, /100 recorded answers .* in 7 scenarios, 97 are the same here \(97\.0 %\)/);
  assert.match(written, /\| faster \| 30_kv \| a, b \|/);
  const heading = text.slice(0, text.indexOf('<!--'));
  assert.ok(written.startsWith(heading));
  assert.equal(withVerdict(written, verdict, 7), written);
});

test('a page without a place for it is an error', () => {
  assert.throws(() => withVerdict('# Page', verdict, 7), /no part between/);
});
