// SPDX-License-Identifier: Apache-2.0
import { formatDuration } from '../../model/duration.ts';
import { defineCliCommand } from '../command.ts';
import { whileDoing } from '../failure.ts';
import { durationFlag, listFlag, stringFlag } from '../flag-kinds.ts';
import { checkFormat, formatFlag } from '../format.ts';

export const sessionCreate = defineCliCommand({
  words: ['session', 'create'],
  synopsis: 'Create a session',
  help: `
Usage: causeway session create [options]

  Creates a session and prints its id. It ends when its time is over, when its
  node or one of its checks fails, or when it is destroyed.

    $ causeway session create -name=leader -ttl=15s
    $ causeway kv put -acquire -session=<id> leader web-1
`,
  flags: {
    name: stringFlag('name', 'A name for people.', { initial: '' }),
    ttl: durationFlag('ttl', 'How long it lives without being renewed, 10s to 24h.'),
    lockDelay: durationFlag(
      'lock-delay',
      'How long its locks stay closed after it was lost; 15s by default.',
    ),
    behavior: stringFlag('behavior', 'What happens to its keys at its end: release or delete.'),
    node: stringFlag('node', 'Node that it belongs to; that of the agent by default.'),
    nodeCheck: listFlag(
      'node-check',
      'Check of the node that it depends on, serfHealth by default; can be given several times.',
    ),
    serviceCheck: listFlag(
      'service-check',
      'Check of a service that it depends on; can be given several times.',
    ),
    format: formatFlag,
  },
  run: async ({ values, client, terminal }) => {
    checkFormat(values.format);
    const { name, ttl, lockDelay, behavior, node, nodeCheck, serviceCheck } = values;
    const body = {
      Name: name || undefined,
      TTL: ttl === undefined ? undefined : formatDuration(ttl),
      LockDelay: lockDelay === undefined ? undefined : formatDuration(lockDelay),
      Behavior: behavior,
      Node: node,
      NodeChecks: nodeCheck.length === 0 ? undefined : nodeCheck,
      ServiceChecks: serviceCheck.length === 0 ? undefined : serviceCheck.map((ID) => ({ ID })),
    };
    const created = await whileDoing(
      'Error creating session',
      client.json<{ readonly ID: string }>({ method: 'PUT', path: '/v1/session/create', body }),
    );
    terminal.out(`${values.format === 'json' ? JSON.stringify(created) : created.ID}\n`);
    return 0;
  },
});
