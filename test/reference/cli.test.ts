// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { table } from '../../src/cli/commands.ts';
import { flagsOf } from '../../src/cli/http-flags.ts';
import { cliReference, writtenReference } from './cli.ts';

test('docs/reference/cli.md says what the commands say; if not, run `npm run reference`', async () => {
  assert.equal(writtenReference(), await cliReference());
});

test('every command has a group, a usage line and an explanation of every flag', async () => {
  const groups = new Set(table.groups.map(({ words }) => words.join(' ')));
  for (const { words, load } of table.commands) {
    const command = await load();
    const { help, synopsis } = command;
    const name = words.join(' ');
    assert.deepEqual(command.words, words);
    assert.ok(words.length === 1 || groups.has(words.slice(0, -1).join(' ')), name);
    assert.match(help, new RegExp(`^\nUsage: causeway ${name} \\[options\\]`));
    assert.match(synopsis, /^[A-Z].*[^.]$/, name);
    for (const flag of Object.values(flagsOf(command))) {
      assert.match(flag.usage, /^[A-Z(].*\.$/, `-${flag.name} of ${name}`);
    }
  }
});
