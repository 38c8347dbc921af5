// SPDX-License-Identifier: Apache-2.0
// The middle of the house is pure: nouns, tables, commands and views are data in, data out. Then every read is a
// consistent snapshot without a lock, and every decision can be taken again and gives the same.
import assert from 'node:assert/strict';
import { basename } from 'node:path';
import { describe, test } from 'node:test';
import { codeOf, importsOf, isTest, sources, type Source } from './sources.ts';

const IMPURE: readonly { pattern: RegExp; because: string }[] = [
  { pattern: /\basync\b|\bawait\b/, because: 'edges await before deciding and after committing' },
  { pattern: /\bDate\.now\b|\bnew Date\(\)|\bperformance\./, because: 'time arrives as input' },
  { pattern: /\bMath\.random\b/, because: 'chance arrives as input' },
  { pattern: /\brandom(UUID|Bytes|Int)\b/, because: 'ids and secrets arrive as input' },
  { pattern: /\bset(Timeout|Interval|Immediate)\b/, because: 'waiting is for engines and edges' },
  { pattern: /\bprocess\./, because: 'the environment is read by server and cli' },
];

/** Modules of Node that compute and touch nothing. */
const PURE_MODULES = ['node:crypto', 'node:buffer', 'node:net'];
const PURE_OF_NET = /import \{ (isIP|isIPv4|isIPv6|BlockList|, )+ \} from 'node:net'/;

/** Every place that is not pure, as a sentence. */
function impurities(files: readonly Source[]): string[] {
  return files
    .filter((file) => !isTest(file) && !isEngine(file))
    .flatMap((file) => [
      ...IMPURE.filter(({ pattern }) => pattern.test(codeOf(file.text))).map(
        ({ pattern, because }) => `${file.path} has ${pattern.source}: ${because}`,
      ),
      ...importsOf(file)
        .filter(({ target, isTypeOnly }) => target.startsWith('node:') && !isTypeOnly)
        .filter(
          ({ target }) =>
            !PURE_MODULES.includes(target) ||
            (target === 'node:net' && !PURE_OF_NET.test(file.text)),
        )
        .map(({ target }) => `${file.path} imports ${target}: input and output are at the rim`),
    ]);
}

/** Engines run the pure parts, and wait for them. */
function isEngine({ path }: Source): boolean {
  return basename(path) === 'engine.ts' || path.includes('/engine/');
}

const cases: { name: string; text: string; path?: string; places: number }[] = [
  { name: 'an async function', text: `export async function decide() {}`, places: 1 },
  { name: 'the clock', text: `const at = Date.now();`, places: 1 },
  { name: 'a given time', text: `const at = new Date(input.timeMs);`, places: 0 },
  { name: 'an id drawn here', text: `const id = randomUUID();`, places: 1 },
  { name: 'files', text: `import { readFileSync } from 'node:fs';`, places: 1 },
  { name: 'a hash', text: `import { createHash } from 'node:crypto';`, places: 0 },
  { name: 'reading an address', text: `import { isIP } from 'node:net';`, places: 0 },
  { name: 'a socket', text: `import { connect } from 'node:net';`, places: 1 },
  { name: 'words in a comment', text: `// async, and Date.now() too`, places: 0 },
  { name: 'words in a text', text: `const text = 'process.exit';`, places: 0 },
  { name: 'an engine', text: `await wait();`, path: 'src/views/engine/engine.ts', places: 0 },
];

describe('purity', () => {
  test('model, state, commands and views are pure', () => {
    assert.deepEqual(impurities(sources('src/{model,state,commands,views}/**/*.ts')), []);
  });

  for (const { name, text, path = 'src/views/x.ts', places } of cases) {
    test(`${name} is ${places === 0 ? 'fine' : 'found'}`, () => {
      assert.equal(impurities([{ path, text }]).length, places);
    });
  }
});
