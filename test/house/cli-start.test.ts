// SPDX-License-Identifier: Apache-2.0
// A command starts in the time that Node needs, because it loads little: no package, and nothing of the server.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { importsOf, sources } from './sources.ts';

const START = ['src/cli/main.ts', 'src/cli/commands.ts'];

test('a command loads no package and nothing but the command line, the client and the nouns', () => {
  const reached = new Set<string>(START);
  const packages = new Set<string>();
  for (const path of reached) {
    const [file] = sources(path);
    assert.ok(file, `${path} is missing`);
    for (const { target, isOurs, isTypeOnly } of importsOf(file)) {
      if (isTypeOnly || target.startsWith('node:') || target === 'package.json') continue;
      if (isOurs) reached.add(target);
      else packages.add(`${path} loads ${target}`);
    }
  }
  assert.deepEqual([...packages], []);
  const elsewhere = [...reached].filter((path) => !/^src\/(cli|client|model)\//.test(path));
  assert.deepEqual(elsewhere, []);
});
