// SPDX-License-Identifier: Apache-2.0
// bin/causeway on a clone that holds nothing but a program telling how it was started.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, test } from 'node:test';

const root = dirname(import.meta.dirname);

const telling = `
const seen: { argv: string[]; cwd: string; version: string } =
  { argv: process.argv.slice(2), cwd: process.cwd(), version: process.version };
process.exitCode = 3;
if (seen.argv[0] === 'stay') process.on('SIGTERM', () => process.exit(7)).stdin.resume();
console.log(JSON.stringify(seen));
`;

describe('bin/causeway', () => {
  let folder: string;
  let launcher: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'launcher-'));
    launcher = join(folder, 'clone', 'bin', 'causeway');
    for (const name of ['bin', 'src', 'elsewhere']) {
      mkdirSync(join(folder, name === 'elsewhere' ? name : `clone/${name}`), { recursive: true });
    }
    copyFileSync(join(root, 'bin', 'causeway'), launcher);
    writeFileSync(join(folder, 'clone', 'src', 'main.ts'), telling);
    symlinkSync(join(root, 'node_modules'), join(folder, 'clone', 'node_modules'));
    symlinkSync(launcher, join(folder, 'elsewhere', 'consul'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  /** Starts it with the given PATH, in a folder of its own. */
  function launch(command: string, args: string[], path = process.env['PATH']) {
    return spawnSync(command, args, {
      cwd: join(folder, 'elsewhere'),
      env: { PATH: path },
      encoding: 'utf8',
    });
  }

  test('passes arguments, folder and exit code, and runs on the project’s Node', () => {
    const { stdout, status } = launch(launcher, ['a b', '-flag=*', '']);
    assert.deepEqual(JSON.parse(stdout), {
      argv: ['a b', '-flag=*', ''],
      cwd: join(folder, 'elsewhere'),
      version: process.version,
    });
    assert.equal(status, 3);
  });

  test('says by which name it was called, where that is asked for', () => {
    writeFileSync(
      join(folder, 'clone', 'src', 'main.ts'),
      "console.log(JSON.stringify(process.env['CAUSEWAY_CALLED_AS'] ?? null))",
    );
    const path = `${join(folder, 'elsewhere')}:/usr/bin:/bin`;
    const called = join(folder, 'elsewhere', 'consul');
    assert.equal(JSON.parse(launch('consul', ['-autocomplete-install'], path).stdout), called);
    assert.equal(JSON.parse(launch('consul', ['members'], path).stdout), null);
  });

  test('runs through a symbolic link of another name, found in PATH', () => {
    const path = `${join(folder, 'elsewhere')}:/usr/bin:/bin`;
    const { stdout } = launch('consul', ['version'], path);
    assert.deepEqual(JSON.parse(stdout).argv, ['version']);
  });

  test('is the program itself: a signal to it reaches the program, whose code it ends with', async () => {
    const child = spawn(launcher, ['stay'], { stdio: ['pipe', 'pipe', 'inherit'] });
    await once(child.stdout, 'data');
    child.kill('SIGTERM');
    const [code] = await once(child, 'exit');
    assert.equal(code, 7);
  });

  test('says what to do when nothing is installed', () => {
    rmSync(join(folder, 'clone', 'node_modules'));
    const { stderr, status } = launch(launcher, []);
    assert.match(stderr, /not installed yet, run `npm ci` in .*\/clone\n/);
    assert.equal(status, 1);
  });
});
