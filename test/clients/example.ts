// SPDX-License-Identifier: Apache-2.0
// An example folder as a user would take it: copied elsewhere, its README's commands run one after another against an
// agent. In: the folder's name. Out: what the commands printed.
import { execFile, execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

export const EXAMPLES = join(dirname(dirname(import.meta.dirname)), 'examples');
const NODE = dirname(process.execPath);

/** Every line of the README's shell blocks. */
export function commandsOf(readme: string): readonly string[] {
  return [...readme.matchAll(/^```sh\n(.*?)^```/gms)].flatMap(([, block = '']) => {
    return block.split('\n').filter((line) => line !== '');
  });
}

/** A reason why a program can't be had here; false when it can. */
export function missing(program: string, ...args: readonly string[]): string | false {
  try {
    execFileSync(program, args, { stdio: 'ignore' });
    return false;
  } catch {
    return `there is no ${program} here`;
  }
}

/** Runs `use` in a copy of the example, which is removed whatever happens. */
export async function withCopy(name: string, use: (copy: string) => Promise<void>): Promise<void> {
  const copy = mkdtempSync(join(tmpdir(), `causeway-example-${name}-`));
  try {
    cpSync(join(EXAMPLES, name), copy, { recursive: true });
    await use(copy);
  } finally {
    await rm(copy, { recursive: true, force: true });
  }
}

/** What the commands of the copy's README print; rejects with all of it when one fails. */
export async function followReadme(copy: string, agentUrl: string): Promise<string> {
  const env = {
    ...process.env,
    CONSUL_HTTP_ADDR: agentUrl.replace('http://', ''),
    PATH: `${NODE}:${process.env['PATH']}`,
  };
  let printed = '';
  for (const command of commandsOf(readFileSync(join(copy, 'README.md'), 'utf8'))) {
    const { stdout } = await promisify(execFile)('sh', ['-c', command], { cwd: copy, env });
    printed += stdout;
  }
  return printed;
}
