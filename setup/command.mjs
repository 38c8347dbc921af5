// SPDX-License-Identifier: Apache-2.0
// Runs one foreign command of the set-up, and says what is going on while it takes long.
import { spawn } from 'node:child_process';

const PROGRESS_INTERVAL_MS = 5_000;
const KILL_AFTER_MS = 1_000;

/**
 * Runs a command to its end; its output is shown only when it fails.
 * Rejects when the command can't be started, ends with another code than 0, or the signal aborts (then the command has
 * ended before the promise settles). Temporary files of the command go into its working folder.
 * @param {string} title what is being done, as the reader sees it
 * @param {string} command
 * @param {string[]} args
 * @param {{ cwd: string, signal: AbortSignal, env?: NodeJS.ProcessEnv }} options
 */
export async function runCommand(title, command, args, { cwd, signal, env = process.env }) {
  signal.throwIfAborted();
  process.stdout.write(`set-up: ${title}\n`);
  const startMs = Date.now();
  const elapsedSeconds = () => Math.round((Date.now() - startMs) / 1000);
  const progress = setInterval(() => {
    process.stdout.write(`set-up: … ${elapsedSeconds()} s\n`);
  }, PROGRESS_INTERVAL_MS);

  try {
    const child = spawn(command, args, {
      cwd,
      env: { ...env, TMPDIR: cwd },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text) => (output += text));
    child.stderr.setEncoding('utf8').on('data', (text) => (output += text));
    const stop = () => {
      child.kill('SIGINT');
      setTimeout(() => child.kill('SIGKILL'), KILL_AFTER_MS).unref();
    };
    signal.addEventListener('abort', stop);
    /** @type {number | null} */
    const code = await new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('close', resolve);
    }).finally(() => signal.removeEventListener('abort', stop));
    signal.throwIfAborted();
    if (code !== 0) {
      throw new Error(`\`${command} ${args.join(' ')}\` failed (${code}):\n${output.trim()}`);
    }
    process.stdout.write(`set-up: done in ${elapsedSeconds()} s\n`);
  } finally {
    clearInterval(progress);
  }
}
