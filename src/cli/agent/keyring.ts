// SPDX-License-Identifier: Apache-2.0
import { type CliRun, defineCliCommand } from '../command.ts';
import { whileDoing } from '../failure.ts';
import { boolFlag, intFlag, stringFlag } from '../flag-kinds.ts';
import { WrongUse } from '../flags.ts';

const MAX_RELAY_FACTOR = 5;
const PATH = '/v1/operator/keyring';

interface Ring {
  readonly WAN: boolean;
  readonly Datacenter: string;
  readonly Segment: string;
  readonly Partition?: string;
  readonly Messages?: Readonly<Record<string, string>> | null;
  readonly Keys?: Readonly<Record<string, number>> | null;
  readonly PrimaryKeys?: Readonly<Record<string, number>> | null;
  readonly NumNodes: number;
}

const flags = {
  install: stringFlag('install', 'Give this key to every member.', { initial: '' }),
  use: stringFlag('use', 'Encrypt with this key, which has to be installed.', { initial: '' }),
  remove: stringFlag('remove', 'Take this key, which must not be in use, from every member.', {
    initial: '',
  }),
  list: boolFlag('list', 'List the keys that members have.', { initial: false }),
  listPrimary: boolFlag('list-primary', 'List the keys that members encrypt with.', {
    initial: false,
  }),
  relayFactor: intFlag('relay-factor', 'How many other members answer through, 0 to 5.', {
    initial: 0,
  }),
  localOnly: boolFlag('local-only', 'With -list: ask only the local servers.', { initial: false }),
};

type Run = CliRun<typeof flags>;

export const keyring = defineCliCommand({
  words: ['keyring'],
  synopsis: 'Manages gossip layer encryption keys',
  help: `
Usage: causeway keyring [options]

  Lists and changes the keys that the members of a cluster encrypt their gossip
  with. Where there is no gossip, the agent says so. One action at a time.

    $ causeway keyring -list
    $ causeway keyring -install "$(causeway keygen)"
`,
  flags,
  run: async (run) => {
    const { list, listPrimary, install, use, remove, relayFactor, localOnly } = run.values;
    const actions = [list, listPrimary, install !== '', use !== '', remove !== ''];
    const count = actions.filter(Boolean).length;
    if (count === 0) throw new WrongUse('No action was given');
    if (count > 1) throw new Error('Only a single action is allowed');
    if (relayFactor < 0 || relayFactor > MAX_RELAY_FACTOR) {
      throw new Error('Error parsing relay factor: Relay factor must be in range: [0, 5]');
    }
    if (localOnly && !list && !listPrimary) {
      throw new Error('Error validating local-only: local-only can only be set for list requests');
    }
    if (list) await print(run, 'Gathering installed encryption keys...', 'Keys');
    if (listPrimary) {
      await print(run, 'Gathering installed primary encryption keys...', 'PrimaryKeys');
    }
    if (install !== '') {
      await change(run, 'Installing new gossip encryption key...', 'POST', install);
    }
    if (use !== '') await change(run, 'Changing primary gossip encryption key...', 'PUT', use);
    if (remove !== '') await change(run, 'Removing gossip encryption key...', 'DELETE', remove);
    return 0;
  },
});

async function print(
  { values, client, terminal }: Run,
  title: string,
  keys: 'Keys' | 'PrimaryKeys',
): Promise<void> {
  terminal.out(`==> ${title}\n`);
  const { relayFactor, localOnly } = values;
  const query = {
    'relay-factor': relayFactor === 0 ? undefined : String(relayFactor),
    'local-only': localOnly ? 'true' : undefined,
  };
  const rings = await whileDoing('error', client.json<readonly Ring[]>({ path: PATH, query }));
  for (const ring of rings) {
    const messages = Object.entries(ring.Messages ?? {}).map(([from, text]) => `${from}: ${text}`);
    const held = Object.entries(ring[keys] ?? {}).map(
      ([key, count]) => `${key} [${count}/${ring.NumNodes}]`,
    );
    const lines = [...messages.map((text) => `===> ${text}`), ...held];
    terminal.out(`\n${nameOf(ring)}:\n${lines.map((line) => `  ${line}\n`).join('')}`);
  }
}

function nameOf({ WAN, Datacenter, Segment, Partition = '' }: Ring): string {
  const pool = WAN ? 'WAN' : `${Datacenter} (LAN)`;
  if (Segment !== '') return `${pool} [${Segment}]`;
  return ['', 'default'].includes(Partition) ? pool : `${pool} [partition: ${Partition}]`;
}

async function change(
  { values, client, terminal }: Run,
  title: string,
  method: 'POST' | 'PUT' | 'DELETE',
  key: string,
): Promise<void> {
  terminal.out(`==> ${title}\n`);
  const { relayFactor } = values;
  const query = { 'relay-factor': relayFactor === 0 ? undefined : String(relayFactor) };
  const request = client.send({ method, path: PATH, query, body: { Key: key } });
  await whileDoing('error', request);
}
