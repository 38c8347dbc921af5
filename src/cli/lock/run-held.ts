// SPDX-License-Identifier: Apache-2.0
// The program that runs while a lock is held, and ends when it is lost or when its user wants an end.
import { type Child, startChild } from '../child.ts';
import type { Terminal } from '../command.ts';

const GRACE_MS = 5_000;

export interface HeldOptions {
  readonly usesShell: boolean;
  readonly passesInput: boolean;
  readonly terminal: Terminal;
  /** Told of what is going on. */
  readonly say: (message: string) => void;
  /** Resolves when the lock is held no more. */
  readonly lost: Promise<unknown>;
  /** Aborted when the user wants an end. */
  readonly ended: AbortSignal;
  /** How long the program may take to end by itself; 5 s unless a test has no time. */
  readonly graceMs?: number;
}

/** Why it failed by itself, if it did. */
export async function runHeld(
  words: readonly string[],
  options: HeldOptions,
): Promise<string | undefined> {
  const { terminal, say, lost, ended } = options;
  say('Starting handler');
  let child: Child;
  try {
    child = await startChild(words, {
      usesShell: options.usesShell,
      environment: { ...terminal.environment, CONSUL_LOCK_HELD: 'true' },
      input: options.passesInput ? 'ours' : 'nothing',
    });
  } catch (error) {
    const { message } = error as Error;
    terminal.err(`Error starting handler: ${message}\n`);
    return message;
  }
  const interrupted = new Promise<'interrupted'>((resolve) => {
    ended.addEventListener('abort', () => resolve('interrupted'));
    if (ended.aborted) resolve('interrupted');
  });
  const first = await Promise.race([
    child.ended.then((problem) => ({ problem })),
    lost.then(() => 'lost' as const),
    interrupted,
  ]);
  const ranInto = (problem: string | undefined): void => {
    if (problem !== undefined) terminal.err(`Error running handler: ${problem}\n`);
  };
  if (typeof first === 'object') {
    ranInto(first.problem);
    say('Child terminated, releasing lock');
    return first.problem;
  }
  // Also when it is ended from here: it may have gone wrong on its way.
  void child.ended.then(ranInto);
  say(first === 'lost' ? 'Lock lost, killing child' : 'Shutdown triggered, killing child');
  await end(child, options);
  return undefined;
}

async function end(child: Child, { say, graceMs = GRACE_MS }: HeldOptions): Promise<void> {
  say(`Terminating child pid ${child.pid}`);
  child.kill('SIGTERM');
  let timer: NodeJS.Timeout | undefined;
  const grace = new Promise<'over'>((resolve) => {
    timer = setTimeout(() => resolve('over'), graceMs);
  });
  const first = await Promise.race([child.ended, grace]);
  clearTimeout(timer);
  if (first !== 'over') {
    say('Child terminated');
    return;
  }
  say(`Child did not exit after grace period of ${graceMs / 1_000}s`);
  say(`Killing child pid ${child.pid}`);
  child.kill('SIGKILL');
  await child.ended;
}
