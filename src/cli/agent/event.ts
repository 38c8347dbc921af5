// SPDX-License-Identifier: Apache-2.0
import { defineCliCommand } from '../command.ts';
import { whileDoing } from '../failure.ts';
import { stringFlag } from '../flag-kinds.ts';
import { WrongUse } from '../flags.ts';
import { patternOf } from '../pattern.ts';

export const event = defineCliCommand({
  words: ['event'],
  synopsis: 'Fire a new event',
  help: `
Usage: causeway event [options] [payload]

  Sends an event to the agents of the datacenter, which hand it to whoever
  watches for it. The payload is the argument as it stands, '-' and '@' too.
  Prints the id of the event.

    $ causeway event -name=deploy 1609030
    $ causeway event -name=deploy -service=web -tag=canary "$(cat release.json)"
`,
  flags: {
    name: stringFlag('name', '(Required) Name of the event.', { initial: '' }),
    node: stringFlag('node', 'Regular expression of the nodes that it concerns.', { initial: '' }),
    service: stringFlag('service', 'Regular expression of the services that it concerns.', {
      initial: '',
    }),
    tag: stringFlag('tag', 'Regular expression of their tags; only with -service.', {
      initial: '',
    }),
  },
  takesArguments: true,
  run: async ({ values, args, client, terminal }) => {
    const { name, node, service, tag } = values;
    if (name === '') throw new WrongUse('Event name must be specified');
    for (const [what, text] of Object.entries({ node, service, tag })) {
      if (text !== '') await patternOf(`${what} filter regexp`, text);
    }
    if (tag !== '' && service === '') {
      throw new Error('Cannot provide tag filter without service filter.');
    }
    if (args.length > 1) throw new WrongUse('Too many command line arguments.');
    const [body = ''] = args;
    const fired = await whileDoing(
      'Error firing event',
      client.json<{ readonly ID: string }>({
        method: 'PUT',
        path: `/v1/event/fire/${encodeURIComponent(name)}`,
        query: { node: node || undefined, service: service || undefined, tag: tag || undefined },
        ...(body === '' ? {} : { body }),
      }),
    );
    terminal.out(`Event ID: ${fired.ID}\n`);
    return 0;
  },
});
