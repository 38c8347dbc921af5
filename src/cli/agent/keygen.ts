// SPDX-License-Identifier: Apache-2.0
import { defineCliCommand } from '../command.ts';

const BYTES = 32;

export const keygen = defineCliCommand({
  words: ['keygen'],
  synopsis: 'Generates a new encryption key',
  help: `
Usage: causeway keygen [options]

  Prints a random key of 32 bytes as base64, in the form that the setting
  'encrypt' of an agent takes.

    $ causeway keygen
`,
  flags: {},
  needsNoServer: true,
  run: ({ terminal }) => {
    const key = crypto.getRandomValues(new Uint8Array(BYTES));
    terminal.out(`${Buffer.from(key).toString('base64')}\n`);
    return Promise.resolve(0);
  },
});
