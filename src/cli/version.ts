// SPDX-License-Identifier: Apache-2.0
import { CONSUL_VERSION, VERSION } from '../model/version.ts';
import { defineCliCommand } from './command.ts';
import { formatFlag } from './format.ts';

/** Also what `--version` prints. */
export function versionText(): string {
  return `Causeway v${VERSION}\nSpeaks the interfaces of Consul v${CONSUL_VERSION}\n`;
}

// Programs read `Version` to know what they may ask for: Consul's own test kit does.
const FOR_PROGRAMS = {
  Version: CONSUL_VERSION,
  Revision: '',
  Prerelease: '',
  BuildDate: '1970-01-01T00:00:01Z',
  RPC: { Default: 2, Min: 2, Max: 3 },
  CausewayVersion: VERSION,
};

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
    const { format } = values;
    if (format !== 'json' && format !== 'pretty') throw new Error(`Unknown format: ${format}`);
    terminal.out(format === 'json' ? `${JSON.stringify(FOR_PROGRAMS, null, 3)}\n` : versionText());
    return Promise.resolve(0);
  },
});
