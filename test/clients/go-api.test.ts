// SPDX-License-Identifier: Apache-2.0
// The tests of Consul's own Go client, unmodified, with our program as the `consul` on PATH. They come with the Go module;
// CONSUL_API_DIR can name the folder `api` of a source tree instead, which has all that they read.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, symlinkSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { test } from 'node:test';
import { launcher } from '../cluster/agent-process.ts';
import { missing } from './example.ts';
import { goApiExceptions, needCertificates } from './go-api-exceptions.ts';

const MODULE = join(import.meta.dirname, 'go-api');
const SOURCE = process.env['CONSUL_API_DIR'] ?? '';
const AT_ONCE = 4;

interface GoEvent {
  readonly Action: string;
  readonly Test?: string;
  readonly Output?: string;
}

interface GoTest {
  readonly name: string;
  readonly action: 'pass' | 'fail' | 'skip';
  readonly output: string;
}

test("Consul's Go client passes its own tests", { skip: missing('go', 'version') }, async (t) => {
  const together = await runGoTests(`-parallel=${AT_ONCE}`);
  assert.ok(together.length > 200, `${together.length} tests were found`);
  const results = await withSecondTry(together);
  for (const { name, action, output } of results) {
    const exception = exceptionOf(name);
    await t.test(name, { skip: exception ?? (action === 'skip' && output) }, () => {
      assert.equal(action, 'pass', output);
    });
    if (exception !== undefined) {
      assert.equal(action, 'fail', `${name} has a reason to fail and does not`);
    }
  }
});

function exceptionOf(name: string): string | undefined {
  if (SOURCE === '' && needCertificates.includes(name)) {
    return 'reads certificates that the Go module lacks';
  }
  return goApiExceptions[name];
}

/** Some of them give a server a second or two, which is short where several start at once: those again, one by one. */
async function withSecondTry(results: readonly GoTest[]): Promise<readonly GoTest[]> {
  const failed = results.filter(({ name, action }) => {
    return action === 'fail' && exceptionOf(name) === undefined;
  });
  if (failed.length === 0) return results;
  const names = failed.map(({ name }) => name);
  const again = await runGoTests('-parallel=1', `-run=^(${names.join('|')})$`);
  return [...results.filter(({ name }) => !names.includes(name)), ...again];
}

/** Runs them and resolves with one result for each, those within it counted in. */
async function runGoTests(...flags: readonly string[]): Promise<readonly GoTest[]> {
  const bin = mkdtempSync(join(tmpdir(), 'causeway-go-api-'));
  try {
    symlinkSync(launcher, join(bin, 'consul'));
    const args = ['test', '-json', '-count=1', '-timeout=20m', ...flags];
    const what = SOURCE === '' ? 'github.com/hashicorp/consul/api' : '.';
    const go = spawn('go', [...args, what], {
      cwd: SOURCE === '' ? MODULE : SOURCE,
      env: { ...process.env, PATH: `${bin}:${process.env['PATH']}` },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const failed = new Promise<never>((_, reject) => go.once('error', reject));
    let complaints = '';
    go.stderr.setEncoding('utf8').on('data', (text: string) => (complaints += text));
    const results = await Promise.race([collect(createInterface({ input: go.stdout })), failed]);
    assert.ok(results.length > 0, complaints);
    return results;
  } finally {
    await rm(bin, { recursive: true, force: true });
  }
}

async function collect(lines: AsyncIterable<string>): Promise<readonly GoTest[]> {
  const outputs = new Map<string, string>();
  const results: GoTest[] = [];
  for await (const line of lines) {
    if (!line.startsWith('{')) continue;
    const { Action: action, Test: name, Output: text = '' } = JSON.parse(line) as GoEvent;
    if (name === undefined) continue;
    const [top = ''] = name.split('/', 1);
    if (action === 'output') outputs.set(top, (outputs.get(top) ?? '') + text);
    else if (top === name && (action === 'pass' || action === 'fail' || action === 'skip')) {
      results.push({ name, action, output: outputs.get(name)?.trim() ?? '' });
      outputs.delete(name);
    }
  }
  return results;
}
