// SPDX-License-Identifier: Apache-2.0
import { readFile } from 'node:fs/promises';
import { fileErrorText } from '../../client/system-error.ts';
import { jsonSyntaxError } from '../../model/json-syntax.ts';
import { defineCliCommand, type Terminal } from '../command.ts';
import { whileDoing } from '../failure.ts';
import { boolFlag, stringFlag } from '../flag-kinds.ts';

export const caSetConfig = defineCliCommand({
  words: ['connect', 'ca', 'set-config'],
  synopsis: 'Modify the configuration of the certificate authority',
  help: `
Usage: causeway connect ca set-config [options] -config-file <file>

  Changes the configuration of the mesh's certificate authority; with another
  root or provider, certificates are made anew. '-' reads the standard input.

    $ causeway connect ca set-config -config-file ca.json
`,
  flags: {
    configFile: stringFlag('config-file', '(Required) File with the configuration as JSON.', {
      initial: '',
    }),
    force: boolFlag(
      'force-without-cross-signing',
      'Go ahead though the old root can not sign the new one: proxies that have not heard of it refuse certificates for a while.',
    ),
  },
  run: async ({ values, client, terminal }) => {
    if (values.configFile === '') throw new Error('The -config-file flag is required');
    const text = await whileDoing(
      'Error reading config file',
      readConfig(values.configFile, terminal),
    );
    const problem = jsonSyntaxError(text);
    if (problem !== undefined) throw new Error(`Error parsing config file: ${problem}`);
    const config = JSON.parse(text) as object;
    await whileDoing(
      'Error setting CA configuration',
      client.send({
        method: 'PUT',
        path: '/v1/connect/ca/configuration',
        body: values.force ? { ...config, ForceWithoutCrossSigning: true } : text,
      }),
    );
    terminal.out('Configuration updated!\n');
    return 0;
  },
});

async function readConfig(path: string, terminal: Terminal): Promise<string> {
  if (path === '-') return (await terminal.readInput()).toString();
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    throw new Error(fileErrorText(error, path), { cause: error });
  }
}
