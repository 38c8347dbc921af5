// SPDX-License-Identifier: Apache-2.0
// One tool over the whole tree, counted as one test.
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Tally } from './tally.ts';

const OUTPUT_LIMIT_BYTES = 64 * 1024 * 1024;

/** Runs a tool of node_modules/.bin; a code other than 0 is a failure with the tool's own words. */
export async function runTool(
  tally: Tally,
  signal: AbortSignal,
  name: string,
  command: string,
  args: string[],
): Promise<void> {
  const startMs = performance.now();
  try {
    await promisify(execFile)(join('node_modules', '.bin', command), args, {
      signal,
      maxBuffer: OUTPUT_LIMIT_BYTES,
    });
    tally.pass();
    console.log(`  ok    ${name}  ${Math.round(performance.now() - startMs)} ms`);
  } catch (error) {
    if (signal.aborted) return;
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
    tally.fail(name, `${stdout}${stderr}` || String(error));
  }
}
