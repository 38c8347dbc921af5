// SPDX-License-Identifier: Apache-2.0
import { randomBytes } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import { fileErrorText, reasonOf, type SystemError } from '../../client/system-error.ts';
import { readSelf } from '../agent/self.ts';
import { atMost } from '../arguments.ts';
import { type CliRun, defineCliCommand } from '../command.ts';
import { whileDoing } from '../failure.ts';
import { stringFlag } from '../flag-kinds.ts';
import { verifySnapshot } from './archive.ts';

// It holds keys and secrets.
const OWNER_ONLY = 0o600;

const flags = {
  appendFilename: stringFlag(
    'append-filename',
    "What to add to the name of the file, with commas between: 'version', 'dc'.",
    { initial: '' },
  ),
};

export const snapshotSave = defineCliCommand({
  words: ['snapshot', 'save'],
  synopsis: 'Saves a snapshot of the state',
  help: `
Usage: causeway snapshot save [options] FILE

  Saves everything that the servers know at one moment. The file appears only
  when it is whole, checked and on the disk. It holds secrets; only its owner
  may read it.

    $ causeway snapshot save backup.snap
    $ causeway snapshot save -append-filename=version,dc backup.snap
`,
  flags,
  takesArguments: true,
  run: async (run) => {
    const { args, client, terminal } = run;
    const [given = ''] = args;
    if (given === '') throw new Error('Missing FILE argument');
    atMost(1, args);
    const path = await namedFile(run, given);
    const { index, body } = await whileDoing(
      'Error saving snapshot',
      client.stream({ path: '/v1/snapshot' }),
    );
    const unverified = `${path}.unverified.tmp${randomBytes(4).toString('hex')}`;
    try {
      await whileDoing('Error writing unverified snapshot file', write(unverified, body));
      await whileDoing('Error verifying snapshot file', verifySnapshot(unverified));
      await whileDoing(
        `Error renaming ${JSON.stringify(unverified)} to ${JSON.stringify(path)}`,
        renamed(unverified, path),
      );
    } finally {
      await rm(unverified, { force: true });
    }
    terminal.out(`Saved and verified snapshot to index ${index}\n`);
    return 0;
  },
});

/** 'backup-1.23.0-dc1.snap' */
async function namedFile(
  { values, client, terminal }: CliRun<typeof flags>,
  file: string,
): Promise<string> {
  const asked = values.appendFilename.split(',').filter((part) => part !== '');
  const wanted = asked.filter((part) => part === 'version' || part === 'dc');
  for (const unknown of asked.filter((part) => part !== 'version' && part !== 'dc')) {
    // As Consul, whose other editions know more.
    terminal.err(`-append-filename: passing over ${JSON.stringify(unknown)}\n`);
  }
  if (wanted.length === 0) return file;
  const { Config } = await whileDoing(
    'Error connecting to Consul agent and fetching datacenter/version',
    readSelf(client),
  );
  const parts = [
    wanted.includes('version') ? Config.Version : '',
    wanted.includes('dc') ? Config.Datacenter : '',
  ].filter((part) => part !== '');
  const [, name = file, extension = ''] = /^(.*?)(\.[^./]*)?$/s.exec(file) ?? [];
  return `${[name, ...parts].join('-')}${extension}`;
}

async function renamed(from: string, to: string): Promise<void> {
  try {
    await rename(from, to);
  } catch (error) {
    const reason = reasonOf(error as SystemError);
    throw new Error(`rename ${from} ${to}: ${reason}`, { cause: error });
  }
}

async function write(path: string, body: AsyncIterable<Buffer>): Promise<void> {
  try {
    const file = await open(path, 'wx', OWNER_ONLY);
    try {
      for await (const chunk of body) await file.write(chunk);
      await file.sync();
    } finally {
      await file.close();
    }
  } catch (error) {
    throw new Error(fileErrorText(error, path), { cause: error });
  }
}
