// SPDX-License-Identifier: Apache-2.0
// What every file keeps to, whatever it holds.
import assert from 'node:assert/strict';
import { basename, dirname } from 'node:path';
import { describe, test } from 'node:test';
import { code, codeOf, isTest, sources, type Source } from './sources.ts';

const LINES = 400;
const TEST_LINES = 600;
const FILES_IN_A_FOLDER = 25;

/** Longer files, each with the reason why it isn't two. */
const LONG_FILES: Readonly<Record<string, string>> = {};

/** Fuller folders, each with the reason why it isn't split by noun. */
const FULL_FOLDERS: Readonly<Record<string, string>> = {
  'src/commands': 'one file per command, in one list: what can be asked for is seen at a glance',
};

const SHAPELESS = /^(utils?|helpers?|common|lib|misc|shared|manager|base|structs|types)$/;

/** Paths of files where the text matches, for a readable list. */
function where(files: readonly Source[], matches: (file: Source) => boolean): string[] {
  return files.filter(matches).map(({ path }) => path);
}

describe('files', () => {
  test('begin with their licence', () => {
    const commented = [...code(), ...sources('{proto,tools}/**/*.{proto,go}', 'bin/*')];
    const missing = where(
      commented.filter(({ path }) => !path.endsWith('.json')),
      ({ text }) => !/^(#!.*\n)?(\/\/|#) SPDX-License-Identifier: Apache-2\.0\n/.test(text),
    );
    assert.deepEqual(missing, []);
  });

  test(`are at most ${LINES} lines long, tests ${TEST_LINES}`, () => {
    const long = code().filter((file) => {
      const lines = file.text.split('\n').length - 1;
      return lines > (isTest(file) ? TEST_LINES : LINES) && !(file.path in LONG_FILES);
    });
    assert.deepEqual(
      long.map(({ path }) => path),
      [],
    );
  });

  test(`are at most ${FILES_IN_A_FOLDER} in a folder, tests not counted`, () => {
    const folders = Map.groupBy(
      code().filter((file) => !isTest(file)),
      ({ path }) => dirname(path),
    );
    const full = [...folders]
      .filter(([folder, files]) => files.length > FILES_IN_A_FOLDER && !(folder in FULL_FOLDERS))
      .map(([folder, files]) => `${folder}: ${files.length}`);
    assert.deepEqual(full, []);
  });

  test('are named after what is in them, in kebab-case', () => {
    const misnamed = where(code(), ({ path }) => {
      const name = basename(path).replace(/(\.test)?\.(ts|mjs)$/, '');
      return !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(name) || SHAPELESS.test(name);
    });
    assert.deepEqual(misnamed, []);
  });

  test('lie in folders named after what is in them', () => {
    const folders = new Set(code().flatMap(({ path }) => dirname(path).split('/')));
    assert.deepEqual(
      [...folders].filter((name) => SHAPELESS.test(name)),
      [],
    );
  });

  test('hold nothing unfinished', () => {
    const unfinished = where(
      code().filter(({ path }) => path !== 'test/house/files.test.ts'),
      ({ text }) =>
        /\b(TODO|FIXME|XXX|HACK)\b|@ts-(ignore|nocheck|expect-error)/.test(text) ||
        /\bas any\b|\b(test|describe|it)\.only\(/.test(codeOf(text)),
    );
    assert.deepEqual(unfinished, []);
  });

  test('switch a lint rule off for one line only, and say why', () => {
    const directive = /(ox|es)lint-(disable|enable)(?!-next-line \S+ -- \S)/;
    const files = code().filter(({ path }) => path !== 'test/house/files.test.ts');
    assert.deepEqual(
      where(files, ({ text }) => directive.test(text)),
      [],
    );
  });

  test('name no folder of one machine', () => {
    const texts = sources('**/*.{ts,mjs,js,json,md,proto,go,txt,yaml,hcl}', '.ci/*', 'bin/*');
    const naming = where(texts, ({ text }) =>
      /(^|[\s'"`(=:])\/(root|work|farm|Users|home\/[a-z]+)\//m.test(text),
    );
    assert.deepEqual(naming, []);
  });

  test('relative imports name the file, with its ending', () => {
    const vague = where(code(), ({ text }) =>
      /(from|import\() ?'\.[^']*(?<!\.(ts|mjs|json))'/.test(text),
    );
    assert.deepEqual(vague, []);
  });
});
