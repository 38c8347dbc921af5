// SPDX-License-Identifier: Apache-2.0
// `npm test`: the everyday stages in order, or those named as arguments, and one last line with the sum. In: the sources as
// they lie here. Out: progress while it runs, failures and skips with their reasons, an exit code of 0 only when
// something passed, or was skipped for a reason, and nothing failed. Must leave no process and no file behind, whatever the tests do.
import { constants } from 'node:os';
import { resolve } from 'node:path';
import { Leftovers } from './leftovers.ts';
import { everyday, stages } from './stages.ts';
import { Tally } from './tally.ts';

/** Runs the named stages (all without names) and sets the exit code. */
async function main(names: string[]): Promise<void> {
  const unknown = names.filter((name) => !stages.some((stage) => stage.name === name));
  if (unknown.length > 0) {
    const known = stages.map((stage) => stage.name).join(', ');
    throw new Error(`no stage is named ${unknown.join(', ')}; there are: ${known}`);
  }

  const chosen = names.length === 0 ? everyday : stages.filter(({ name }) => names.includes(name));

  const interruption = new AbortController();
  let interruptedBy: NodeJS.Signals | undefined;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      interruptedBy ??= signal;
      interruption.abort();
    });
  }

  // Stripped sources are kept between runs, and shared by the test files' processes.
  process.env['NODE_COMPILE_CACHE'] ??= resolve('.tools/compile-cache');
  const tally = new Tally();
  const leftovers = Leftovers.watch();
  try {
    for (const stage of chosen) {
      if (interruption.signal.aborted) break;
      console.log(`\n${stage.name}`);
      await stage.run(tally, interruption.signal);
      const found = leftovers.clear();
      if (!interruption.signal.aborted) {
        for (const what of found) tally.fail(`${stage.name} leaves nothing behind`, what);
      }
    }
  } finally {
    leftovers.end();
  }

  if (interruptedBy !== undefined) console.log(`\ninterrupted by ${interruptedBy}`);
  else if (tally.passed + tally.skipped === 0) tally.fail('tests ran', 'there were none');
  tally.printSummary();
  if (interruptedBy !== undefined) process.exitCode = 128 + constants.signals[interruptedBy];
  else process.exitCode = tally.failed > 0 ? 1 : 0;
}

await main(process.argv.slice(2));
