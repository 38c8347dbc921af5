// SPDX-License-Identifier: Apache-2.0
// A command starts in the time that Node needs, because it loads little: no package, nothing of the server, and no
// other command.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { importsOf, sources } from './sources.ts';

/** What is loaded only when somebody asks for it. */
const ON_REQUEST = ['src/model/filter/pattern.ts loads re2js'];

const START = ['src/cli/main.ts', 'src/cli/commands.ts'];

/** Every file that these files lead to, and the packages that those name. */
function reachedFrom(start: readonly string[], { withLater }: { withLater: boolean }) {
  const reached = new Set<string>(start);
  const packages: string[] = [];
  for (const path of reached) {
    const [file] = sources(path);
    assert.ok(file, `${path} is missing`);
    for (const { target, isOurs, isTypeOnly, isDynamic } of importsOf(file)) {
      if (isTypeOnly || target.startsWith('node:') || target === 'package.json') continue;
      if (isDynamic && !withLater) continue;
      if (isOurs) reached.add(target);
      else packages.push(`${path} loads ${target}`);
    }
  }
  return { reached, packages };
}

test('a command loads no package and nothing but the command line, the client and the nouns', () => {
  const { reached, packages } = reachedFrom(START, { withLater: true });
  assert.deepEqual(packages, ON_REQUEST);
  const elsewhere = [...reached].filter((path) => !/^src\/(cli|client|model)\//.test(path));
  assert.deepEqual(elsewhere, []);
});

test('what every command loads holds no command', () => {
  const { reached, packages } = reachedFrom(START, { withLater: false });
  assert.deepEqual(packages, []);
  assert.deepEqual(
    [...reached].filter((path) => /^src\/cli\/.*\//.test(path)),
    [],
  );
});
