// SPDX-License-Identifier: Apache-2.0
import { CONSUL_VERSION, VERSION } from '../model/version.ts';
import { defineCliCommand } from './command.ts';
import { checkFormat, formatFlag } from './format.ts';

/** Also what `--version` prints. */
export function versionText(): string {
  return `Causeway v${VERSION}\nSpeaks the interfaces of Consul v${CONSUL_VERSION}\n`;
}

export const version = defineCliCommand({
  words: ['version'],
  synopsis: 'Prints the version',
  help: `
Usage: causeway version [options]

  Prints this version and that of the Consul whose interfaces it speaks.

    $ causeway version
`,
  flags: { format: formatFlag },
  needsNoServer: true,
  run: ({ values, terminal }) => {
    checkFormat(values.format);
    // Programs read `Version` to know what they may ask for: Consul's own test kit does.
    const json = JSON.stringify({ Version: CONSUL_VERSION, CausewayVersion: VERSION });
    terminal.out(values.format === 'json' ? `${json}\n` : versionText());
    return Promise.resolve(0);
  },
});
