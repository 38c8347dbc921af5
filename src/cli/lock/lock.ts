// SPDX-License-Identifier: Apache-2.0
import { readSelf } from '../agent/self.ts';
import { type CliRun, defineCliCommand } from '../command.ts';
import { whileDoing } from '../failure.ts';
import { boolFlag, durationFlag, intFlag, stringFlag } from '../flag-kinds.ts';
import { holdSession } from './held-session.ts';
import { type Holder, joinKey } from './holder.ts';
import { mutex } from './mutex.ts';
import { type HeldOptions, runHeld } from './run-held.ts';
import { semaphore } from './semaphore.ts';

const CHILD_FAILED = 2;

const flags = {
  childExitCode: boolFlag('child-exit-code', 'Exit with 2 when the program fails.'),
  limit: intFlag('n', 'How many may hold it at once; beyond 1 it is a semaphore.', { initial: 1 }),
  monitorRetry: intFlag(
    'monitor-retry',
    'How many failures of the server in a row are waited out, a second each, before the lock counts as lost.',
    { initial: 3 },
  ),
  name: stringFlag('name', 'Name of the session; says what runs by default.', { initial: '' }),
  passStdin: boolFlag('pass-stdin', 'Let the program read the standard input.'),
  shell: boolFlag('shell', 'Let a shell run the program, that of the SHELL variable.', {
    initial: true,
  }),
  timeout: durationFlag('timeout', 'How long to wait for the lock; for ever by default.', {
    initial: 0,
  }),
  try: durationFlag('try', 'As -timeout, which replaces it.', { initial: 0 }),
  verbose: boolFlag('verbose', 'Say what is going on.'),
};

type Run = CliRun<typeof flags>;

export const lock = defineCliCommand({
  words: ['lock'],
  synopsis: 'Execute a command holding a lock',
  help: `
Usage: causeway lock [options] prefix child...

  Waits for a lock, runs a program while it is held, and gives it back. When
  the lock is lost, or at Ctrl-C, the program gets SIGTERM and five seconds to
  end. It finds CONSUL_LOCK_HELD=true in its environment. The lock is
  <prefix>/.lock, which Consul's own clients respect.

    $ causeway lock jobs/nightly ./nightly.sh
    $ causeway lock -n=3 -timeout=30s jobs/import ./import.sh

  Exits with 1 when the lock can't be had or was lost, else with 0 however the
  program ends, or with -child-exit-code with 2 when it fails.
`,
  flags,
  takesArguments: true,
  run: async (run) => {
    const { values, args, client, terminal } = run;
    const [prefix, words] = checked(run);
    await whileDoing('Error querying Consul agent', readSelf(client));
    say(
      run,
      values.limit === 1
        ? `Setting up lock at path: ${joinKey(prefix, '.lock')}`
        : `Setting up semaphore (limit ${values.limit}) at prefix: ${prefix}`,
    );
    const ended = new AbortController();
    const stop = terminal.onInterrupt(() => ended.abort());
    const session = await whileDoing(
      'Lock acquisition failed: failed to create session',
      holdSession(client, {
        Name: values.name || `Consul lock for '${words.join(' ')}' at '${args[0]}'`,
        ...(values.limit > 1 ? { Behavior: 'delete' } : {}),
      }),
    );
    try {
      const options = { client, prefix, session: session.id, monitorRetry: values.monitorRetry };
      const holder = values.limit === 1 ? mutex(options) : semaphore(options, values.limit);
      if (!(await acquired(run, holder, ended.signal))) {
        throw new Error('Shutdown triggered or timeout during lock acquisition');
      }
      return await heldRun(run, words, holder, session.end, ended.signal);
    } finally {
      await session.end();
      stop();
    }
  },
});

function checked({ values, args }: Run): [prefix: string, words: readonly string[]] {
  if (values.limit <= 0) throw new Error('Lock holder limit must be positive');
  const [prefix, ...words] = args;
  if (prefix === undefined || words.length === 0) {
    throw new Error('Key prefix and child command must be specified');
  }
  if (values.timeout < 0 || values.try < 0) throw new Error('Timeout must be positive');
  if (values.monitorRetry < 0) throw new Error("Number for 'monitor-retry' must be >= 0");
  const trimmed = prefix.replace(/^\//, '');
  if (trimmed === '') throw new Error('Lock setup failed: missing prefix');
  return [trimmed, words];
}

async function acquired(run: Run, holder: Holder, ended: AbortSignal): Promise<boolean> {
  say(run, 'Attempting lock acquisition');
  const timeoutMs = run.values.timeout || run.values.try;
  const signal = timeoutMs > 0 ? AbortSignal.any([ended, AbortSignal.timeout(timeoutMs)]) : ended;
  try {
    return await whileDoing('Lock acquisition failed', holder.acquire(signal));
  } catch (error) {
    if (signal.aborted) return false;
    throw error;
  }
}

async function heldRun(
  run: Run,
  words: readonly string[],
  holder: Holder,
  endSession: () => Promise<void>,
  ended: AbortSignal,
): Promise<number> {
  const { values, terminal } = run;
  let isLost = false;
  let problem: string | undefined;
  if (!ended.aborted) {
    const watching = new AbortController();
    const lost = holder.lost(watching.signal).then(() => (isLost = !watching.signal.aborted));
    problem = await runHeld(words, heldOptions(run, lost, ended));
    watching.abort();
    await lost;
  }
  await whileDoing('Lock release failed', holder.release());
  await endSession();
  if ((await whileDoing('Lock cleanup failed', holder.cleanUp())) === 'in use') {
    say(run, 'Cleanup aborted, lock in use');
  } else say(run, 'Cleanup succeeded');
  if (isLost) {
    terminal.err('Lock lost\n');
    return 1;
  }
  return values.childExitCode && problem !== undefined ? CHILD_FAILED : 0;
}

function heldOptions(run: Run, lost: Promise<unknown>, ended: AbortSignal): HeldOptions {
  const { values, terminal } = run;
  return {
    usesShell: values.shell,
    passesInput: values.passStdin ?? false,
    terminal,
    say: (message) => say(run, message),
    lost,
    ended,
  };
}

function say({ values, terminal }: Run, message: string): void {
  if (values.verbose) terminal.out(`${message}\n`);
}
