// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { runCommand, scriptedAgent } from '../../../test/cli-harness.ts';
import { table } from '../commands.ts';
import { completions } from './complete.ts';

describe('a line is completed:', () => {
  const cases: Record<string, [line: string, offered: readonly string[]]> = {
    'a command': ['causeway se', ['services', 'session']],
    'a command that the server runs': ['causeway ag', ['agent']],
    'the commands of a group': ['causeway kv ', ['delete', 'export', 'get', 'import', 'put']],
    'a group in a group': ['causeway operator r', ['raft']],
    'whatever the program is called': ['/usr/bin/consul snapshot sa', ['save']],
    'flags in place of a command': [
      'causeway -',
      ['-autocomplete-install', '-autocomplete-uninstall', '-help', '-version'],
    ],
    'flags of a command': ['causeway kv get -de', ['-detailed']],
    'flags that everybody has': ['causeway kv get -ca', ['-ca-file', '-ca-path']],
    'flags with two dashes': ['causeway kv get --ke', ['--keys']],
    'a flag after another': ['causeway kv get -keys -sep', ['-separator']],
    'a value of a flag': ['causeway watch -type serv', ['services', 'service']],
    'a value after an equals sign': ['causeway peering list -format=j', ['json']],
    'not after the value of a flag': ['causeway kv get -separator /', []],
    'files are left to the shell': ['causeway config write ', []],
    'a word that there is not': ['causeway nope ', []],
    'a flag of a group': ['causeway kv -', []],
  };
  for (const [name, [line, offered]] of Object.entries(cases)) {
    test(name, async () => assert.deepEqual(await completions(table, line), offered));
  }
});

describe('a shell that asks', () => {
  const agent = scriptedAgent();
  test('gets one a line, up to the cursor, whatever else it says', async () => {
    const environment = { COMP_LINE: 'causeway kv ex -foo', COMP_POINT: '14' };
    assert.deepEqual(await runCommand(agent, { run: 'causeway ex kv', environment }), {
      code: 0,
      out: 'export\n',
      err: '',
    });
  });
});
