// SPDX-License-Identifier: Apache-2.0
// A program that a command runs for its user: it shares the terminal, hears the signals that come here, and says how
// it ended in the words of Go, which scripts around Consul's CLI know.
import { type ChildProcess, spawn } from 'node:child_process';
import { constants } from 'node:os';
import type { Environment } from '../client/environment.ts';
import { fileErrorText } from '../client/system-error.ts';

// Ctrl-C and SIGTERM are for the command, which decides what they mean for the program.
const FORWARDED: readonly NodeJS.Signals[] = ['SIGHUP', 'SIGQUIT', 'SIGUSR1', 'SIGUSR2'];

export interface ChildOptions {
  /** Let a shell read the words, that of the SHELL variable. */
  readonly usesShell: boolean;
  readonly environment: Environment;
  /** What it reads: a text, ours, or nothing. */
  readonly input: { readonly text: string } | 'ours' | 'nothing';
}

export interface Child {
  readonly pid: number;
  /** Undefined when it succeeded, else why not: 'exit status 3', 'signal: killed'. */
  readonly ended: Promise<string | undefined>;
  readonly kill: (signal: NodeJS.Signals) => void;
}

/** Throws an Error with the reason when it can't be started. */
export async function startChild(
  words: readonly string[],
  { usesShell, environment, input }: ChildOptions,
): Promise<Child> {
  const [program = '', ...args] = usesShell
    ? [environment['SHELL'] || '/bin/sh', '-c', words.join(' ')]
    : words;
  const stdin = input === 'ours' ? 'inherit' : input === 'nothing' ? 'ignore' : 'pipe';
  const child = spawn(program, args, {
    env: environment as NodeJS.ProcessEnv,
    stdio: [stdin, 'inherit', 'inherit'],
  });
  const ended = endOf(child);
  await started(child, program);
  if (typeof input === 'object') {
    // It need not read what it is given.
    child.stdin?.on('error', () => {});
    child.stdin?.end(input.text);
  }
  return { pid: child.pid ?? 0, ended, kill: (signal) => void child.kill(signal) };
}

async function started(child: ChildProcess, program: string): Promise<void> {
  try {
    await new Promise((resolve, reject) => child.once('spawn', resolve).once('error', reject));
  } catch (error) {
    const isMissing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    const reason =
      isMissing && !program.includes('/')
        ? `exec: ${JSON.stringify(program)}: executable file not found in $PATH`
        : fileErrorText(error, program).replace(/^spawn \S+ /, `fork/exec `);
    throw new Error(reason, { cause: error });
  }
}

async function endOf(child: ChildProcess): Promise<string | undefined> {
  const forward = (signal: NodeJS.Signals) => void child.kill(signal);
  for (const signal of FORWARDED) process.on(signal, forward);
  try {
    return await new Promise((resolve) => {
      child.once('error', () => resolve(undefined));
      child.once('exit', (code, signal) => {
        if (signal !== null) resolve(`signal: ${signalText(signal)}`);
        else resolve(code === 0 ? undefined : `exit status ${code}`);
      });
    });
  } finally {
    for (const signal of FORWARDED) process.off(signal, forward);
  }
}

const SIGNAL_TEXTS: Readonly<Record<string, string>> = {
  SIGHUP: 'hangup',
  SIGINT: 'interrupt',
  SIGQUIT: 'quit',
  SIGABRT: 'aborted',
  SIGKILL: 'killed',
  SIGSEGV: 'segmentation fault',
  SIGPIPE: 'broken pipe',
  SIGTERM: 'terminated',
};

const signalText = (signal: NodeJS.Signals): string =>
  SIGNAL_TEXTS[signal] ?? `signal ${constants.signals[signal]}`;
