// SPDX-License-Identifier: Apache-2.0
// The runner on test files of its own: what counts as what.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, test } from 'node:test';

const runner = dirname(import.meta.filename);

const cases: { name: string; source: string; sum: string; says?: RegExp }[] = [
  {
    name: 'tests count, suites do not',
    source: `describe('s', () => { test('a', () => {}); test('b', () => {}); });`,
    sum: '2 passed, 0 failed',
  },
  {
    name: 'a failing test is told once, with the names around it and its error',
    source: `describe('s', () => { test('a', () => { throw new Error('broken') }); });`,
    sum: '0 passed, 1 failed',
    says: /FAIL {2}x\.test\.mjs › s › a\n\s+Error: broken/,
  },
  {
    name: 'a failing hook is a failure',
    source: `describe('s', () => { before(() => { throw new Error('hook') }); });`,
    sum: '0 passed, 1 failed',
  },
  {
    name: 'a skip shows its reason',
    source: `test('a', { skip: 'no such binary' }, () => {}); test('b', () => {});`,
    sum: '1 passed, 0 failed, 1 skipped',
    says: /skipped {2}x\.test\.mjs › a: no such binary/,
  },
  {
    name: 'a skip without a reason is a failure',
    source: `test('a', { skip: true }, () => {}); test('b', () => {});`,
    sum: '1 passed, 1 failed',
  },
  {
    name: 'a file without tests is a failure',
    source: ``,
    sum: '0 passed, 1 failed',
    says: /x\.test\.mjs\n\s+holds no test/,
  },
  {
    name: 'a file that ends before its tests is a failure',
    source: `test('a', () => {}); process.exit(3);`,
    sum: '0 passed, 1 failed',
  },
  {
    name: 'what a failing file printed is shown',
    source: `console.log('printed'); test('a', () => { throw new Error('broken') });`,
    sum: '0 passed, 1 failed',
    says: /printed/,
  },
];

describe('the test runner', () => {
  for (const { name, source, sum, says } of cases) {
    test(name, () => {
      const output = runOn(source);
      assert.equal(output.trimEnd().split('\n').at(-1), sum, output);
      if (says !== undefined) assert.match(output, says);
    });
  }
});

/** What the runner prints for one test file. */
function runOn(source: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'runner-'));
  try {
    const imports = `import { before, describe, test } from 'node:test';\n`;
    writeFileSync(join(folder, 'x.test.mjs'), imports + source);
    const script = `
      import { runFiles } from ${JSON.stringify(join(runner, 'files.ts'))};
      import { Tally } from ${JSON.stringify(join(runner, 'tally.ts'))};
      const tally = new Tally();
      const set = { globs: ['*.test.mjs'], exclude: [], concurrency: 1, timeoutMs: 30_000 };
      await runFiles(tally, new AbortController().signal, set);
      tally.printSummary();`;
    writeFileSync(join(folder, 'run.mjs'), script);
    const { NODE_TEST_CONTEXT: _, ...env } = process.env; // else node:test takes it for a nested run
    const { stdout, stderr } = spawnSync(process.execPath, ['run.mjs'], {
      cwd: folder,
      env,
      encoding: 'utf8',
    });
    return stderr + stdout;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
