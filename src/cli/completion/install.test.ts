// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { runCommand, scriptedAgent } from '../../../test/cli-harness.ts';

const agent = scriptedAgent();

describe('completion', () => {
  let home: string;
  beforeEach(() => (home = mkdtempSync(join(tmpdir(), 'home-'))));
  afterEach(() => rmSync(home, { recursive: true }));

  const at = (name: string) => join(home, name);
  const run = (flag: string, program = '/opt/bin/consul') =>
    runCommand(agent, {
      run: [flag],
      environment: { HOME: home, CAUSEWAY_CALLED_AS: program },
    });

  test('comes to every shell that there is, and goes again', async () => {
    writeFileSync(at('.bashrc'), 'PS1=x');
    writeFileSync(at('.profile'), '');
    writeFileSync(at('.zshrc'), 'bindkey -e\n');
    mkdirSync(at('.config/fish'), { recursive: true });
    const fish = at('.config/fish/completions/consul.fish');
    assert.deepEqual(await run('-autocomplete-install'), {
      code: 0,
      out: `Completion begins in the next shell: ${at('.bashrc')}, ${at('.zshrc')}, ${fish}\n`,
      err: '',
    });
    const line = 'complete -o default -C /opt/bin/consul consul\n';
    assert.equal(readFileSync(at('.bashrc'), 'utf8'), `PS1=x\n${line}`);
    assert.equal(
      readFileSync(at('.zshrc'), 'utf8'),
      `bindkey -e\nautoload -U +X bashcompinit && bashcompinit\n${line}`,
    );
    assert.match(readFileSync(fish, 'utf8'), /complete -c consul -a "\(__complete_consul\)"\n$/);
    assert.equal(readFileSync(at('.profile'), 'utf8'), '');

    const twice = await run('--autocomplete-install');
    assert.match(twice.err, /^Error: already installed in .*\.bashrc\nalready installed in /);
    assert.equal(twice.code, 1);

    assert.equal((await run('-autocomplete-uninstall')).code, 0);
    assert.equal(readFileSync(at('.bashrc'), 'utf8'), 'PS1=x\n');
    assert.equal(existsSync(fish), false);
    assert.match((await run('-autocomplete-uninstall')).err, /^Error: not installed in /);
  });

  test('finds a program in a folder of any name', async () => {
    writeFileSync(at('.bashrc'), '');
    await run('-autocomplete-install', "/o'pt/my bin/causeway");
    assert.equal(
      readFileSync(at('.bashrc'), 'utf8'),
      "complete -o default -C '/o'\\''pt/my bin/causeway' causeway\n",
    );
  });

  test('needs a shell', async () => {
    assert.deepEqual(await run('-autocomplete-install'), {
      code: 1,
      out: '',
      err: 'Error: there is no start file of bash, zsh or fish\n',
    });
  });
});
