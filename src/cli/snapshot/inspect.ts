// SPDX-License-Identifier: Apache-2.0
import { atMost } from '../arguments.ts';
import { defineCliCommand } from '../command.ts';
import { whileDoing } from '../failure.ts';
import { boolFlag, intFlag, stringFlag } from '../flag-kinds.ts';
import { checkFormat, formatFlag } from '../format.ts';
import { verifySnapshot } from './archive.ts';
import { readable } from './restore.ts';
import { StateCounter, type StateStats } from './state-stats.ts';
import { statsText } from './stats-text.ts';

export const snapshotInspect = defineCliCommand({
  words: ['snapshot', 'inspect'],
  synopsis: 'Displays information about a snapshot file',
  help: `
Usage: causeway snapshot inspect [options] FILE

  Checks that a snapshot is whole, and says when it was taken, by its index in
  the log, and what it holds: how much of each kind, and of each part of the
  key-value store. Snapshots of Consul can be inspected too.

    $ causeway snapshot inspect backup.snap
    $ causeway snapshot inspect -kvdetails -kvdepth=3 -kvfilter=app/ backup.snap
`,
  flags: {
    format: formatFlag,
    kvDetails: boolFlag('kvdetails', 'Show how much there is of which keys.', { initial: false }),
    kvDepth: intFlag('kvdepth', 'With -kvdetails: how many parts of a key make a group.', {
      initial: 2,
    }),
    kvFilter: stringFlag('kvfilter', 'With -kvdetails: only keys that begin with this.', {
      initial: '',
    }),
  },
  takesArguments: true,
  needsNoServer: true,
  run: async ({ values, args, terminal }) => {
    const [path = ''] = args;
    if (path === '') throw new Error('Missing FILE argument');
    atMost(1, args);
    const { format, kvDetails, kvDepth, kvFilter } = values;
    checkFormat(format);
    await whileDoing('Error opening snapshot file', readable(path));
    const counter = new StateCounter(kvDetails ? { depth: kvDepth, prefix: kvFilter } : undefined);
    const { meta, stats } = await whileDoing('Error reading snapshot', read(path, counter));
    terminal.out(
      format === 'json' ? jsonOf(meta, stats) : `${metaText(meta)}\n${statsText(stats)}`,
    );
    return 0;
  },
});

/** What is wrong with the whole is told before what is wrong with a row. */
async function read(path: string, counter: StateCounter) {
  let problem: unknown;
  const { ID, Size, Index, Term, Version } = await verifySnapshot(path, (chunk) => {
    if (problem !== undefined) return;
    try {
      counter.take(chunk);
    } catch (error) {
      problem = error;
    }
  });
  try {
    if (problem !== undefined) throw problem;
    return { meta: { ID, Size, Index, Term, Version }, stats: counter.finish() };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`failed to read snapshot file: ${reason}`, { cause: error });
  }
}

const metaText = (meta: object): string =>
  Object.entries(meta)
    .map(([label, value]) => ` ${label.padEnd(13)}${value}\n`)
    .join('');

function jsonOf(meta: object, { types, keys, totalBytes, totalKeyBytes }: StateStats): string {
  const json = {
    Meta: meta,
    Stats: types.length === 0 ? null : types,
    StatsKV: keys.length === 0 ? null : keys,
    TotalSize: totalBytes,
    TotalSizeKV: totalKeyBytes,
  };
  return `${JSON.stringify(json, null, 3)}\n`;
}
