// SPDX-License-Identifier: Apache-2.0
// Checks that are programs, by the rules of Nagios: exit code 0 passes, 1 warns, any other fails. A program has
// a process group of its own, so that whatever it started ends with it.
import { spawn, type ChildProcess } from 'node:child_process';
import type { CheckResult } from '../../model/agent/check-running.ts';
import type { CheckType } from '../../model/agent/check-type.ts';
import { formatDuration } from '../../model/duration.ts';
import { MAX_OUTPUT_BYTES, TailBuffer } from './output.ts';
import type { Probe } from './probe-loop.ts';
import { critical } from './tcp.ts';

export const DEFAULT_RUN_MS = 30_000;
// For what is left of a program that was killed to let go of its output.
const LETTING_GO_MS = 1_000;

export function scriptProbe(type: CheckType): Probe {
  const [program = '', ...args] = type.ScriptArgs ?? [];
  const timeoutMs = type.Timeout || DEFAULT_RUN_MS;
  const maxBytes = type.OutputMaxSize || MAX_OUTPUT_BYTES;
  return async (signal) => {
    if (program === '') return critical('exec: no command');
    const run = await runProgram(program, args, { timeoutMs, maxBytes, signal });
    if (run.problem !== undefined) return critical(run.problem);
    const { code, output } = run;
    if (code === 'timeout') {
      const rest = output === '' ? '' : `\n\n${output}`;
      return critical(`Timed out (${formatDuration(timeoutMs)}) running check${rest}`);
    }
    return resultOfExit(code, output);
  };
}

export function resultOfExit(code: number, output: string): CheckResult {
  if (code === 0) return { status: 'passing', output };
  return { status: code === 1 ? 'warning' : 'critical', output };
}

export interface ProgramRun {
  /** 'timeout' when it had to be killed; -1 when something else killed it. */
  readonly code: number | 'timeout';
  /** The end of what it wrote, on both of its outputs. */
  readonly output: string;
  /** Why it could not be started. */
  readonly problem?: string;
}

export interface ProgramOptions {
  /** Without it a program may run for ever. */
  readonly timeoutMs?: number;
  readonly maxBytes: number;
  readonly signal: AbortSignal;
  /** What it reads; nothing unless it is given. */
  readonly input?: string;
  /** Ours unless it is given. */
  readonly environment?: NodeJS.ProcessEnv;
}

/** Runs a program to its end, or kills it with all that it has started. Never rejects. */
export function runProgram(
  program: string,
  args: readonly string[],
  options: ProgramOptions,
): Promise<ProgramRun> {
  const { timeoutMs, maxBytes, signal } = options;
  return new Promise((resolve) => {
    const tail = new TailBuffer(maxBytes);
    const child = start(program, args, options);
    let isTimedOut = false;
    let letGo: NodeJS.Timeout | undefined;
    const kill = (): void => {
      killGroup(child);
      letGo = setTimeout(() => finish(-1), LETTING_GO_MS);
    };
    const expire = (): void => {
      isTimedOut = true;
      kill();
    };
    const timer = timeoutMs === undefined ? undefined : setTimeout(expire, timeoutMs);
    signal.addEventListener('abort', kill, { once: true });
    const finish = (code: number, problem?: string): void => {
      clearTimeout(timer);
      clearTimeout(letGo);
      signal.removeEventListener('abort', kill);
      child.stdout?.destroy();
      child.stderr?.destroy();
      const run = { code: isTimedOut ? ('timeout' as const) : code, output: tail.captured() };
      resolve(problem === undefined ? run : { ...run, problem });
    };
    child.stdout?.on('data', (chunk: Buffer) => tail.add(chunk));
    child.stderr?.on('data', (chunk: Buffer) => tail.add(chunk));
    child.once('error', (error) => finish(-1, startError(program, error)));
    child.once('close', (code) => finish(code ?? -1));
  });
}

function start(
  program: string,
  args: readonly string[],
  { input, environment }: ProgramOptions,
): ChildProcess {
  const child = spawn(program, args, {
    detached: true,
    stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
    ...(environment === undefined ? {} : { env: environment }),
  });
  // It need not read what it is given.
  child.stdin?.on('error', () => {});
  child.stdin?.end(input);
  return child;
}

function killGroup({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}

/** As Go says it. */
function startError(program: string, error: NodeJS.ErrnoException): string {
  const isPath = program.includes('/');
  switch (error.code) {
    case 'ENOENT':
      return isPath
        ? `fork/exec ${program}: no such file or directory`
        : `exec: ${JSON.stringify(program)}: executable file not found in $PATH`;
    case 'EACCES':
      return `fork/exec ${program}: permission denied`;
    default:
      return error.message;
  }
}
