// SPDX-License-Identifier: Apache-2.0
import { type CliRun, defineCliCommand } from '../command.ts';
import { whileDoing } from '../failure.ts';
import { boolFlag, stringFlag } from '../flag-kinds.ts';
import { readSelf } from './self.ts';

const NODE_CHECK = '_node_maintenance';
const SERVICE_CHECK = '_service_maintenance:';

interface Check {
  readonly CheckID: string;
  readonly ServiceID: string;
  readonly Notes: string;
}

const flags = {
  enable: boolFlag('enable', 'Begin maintenance.'),
  disable: boolFlag('disable', 'End maintenance.'),
  reason: stringFlag('reason', 'Why, for whoever looks at the check.', { initial: '' }),
  service: stringFlag('service', 'Id of a service instance; the whole node without it.', {
    initial: '',
  }),
};

type Run = CliRun<typeof flags>;

export const maint = defineCliCommand({
  words: ['maint'],
  synopsis: 'Controls node or service maintenance mode',
  help: `
Usage: causeway maint [options]

  Takes the agent's node, or one of its service instances, out of what clients
  find, by a critical check that stays until it is ended. Without options it
  shows what is in maintenance.

    $ causeway maint -enable -reason='new disk'
    $ causeway maint -enable -service=web-1
    $ causeway maint
    $ causeway maint -disable
`,
  flags,
  run: async (run) => {
    const { enable, disable, reason, service } = run.values;
    if (enable && disable) throw new Error('Only one of -enable or -disable may be provided');
    if (!enable && reason !== '') throw new Error('Reason may only be provided with -enable');
    if (!enable && !disable && service !== '') {
      throw new Error('Service requires either -enable or -disable');
    }
    await (enable || disable ? change(run) : show(run));
    return 0;
  },
});

async function show({ client, terminal }: Run): Promise<void> {
  const { NodeName } = (await whileDoing('Error querying Consul agent', readSelf(client))).Config;
  const checks = await whileDoing(
    'Error getting checks',
    client.json<Readonly<Record<string, Check>>>({ path: '/v1/agent/checks' }),
  );
  const sorted = Object.values(checks).sort((a, b) => (a.CheckID < b.CheckID ? -1 : 1));
  for (const { CheckID, ServiceID, Notes } of sorted) {
    if (CheckID === NODE_CHECK) {
      terminal.out(`Node:\n  Name:   ${NodeName}\n  Reason: ${Notes}\n\n`);
    } else if (CheckID.startsWith(SERVICE_CHECK)) {
      terminal.out(`Service:\n  ID:     ${ServiceID}\n  Reason: ${Notes}\n\n`);
    }
  }
}

async function change({ values, client, terminal }: Run): Promise<void> {
  const { enable = false, reason, service } = values;
  const isNode = service === '';
  const what = isNode ? 'node' : 'service';
  await whileDoing(
    `Error ${enable ? 'enabling' : 'disabling'} ${what} maintenance`,
    client.send({
      method: 'PUT',
      path: isNode
        ? '/v1/agent/maintenance'
        : `/v1/agent/service/maintenance/${encodeURIComponent(service)}`,
      query: { enable: String(enable), reason: enable ? reason : undefined },
    }),
  );
  const state = `maintenance is now ${enable ? 'enabled' : 'disabled'}`;
  terminal.out(isNode ? `Node ${state}\n` : `Service ${state} for ${JSON.stringify(service)}\n`);
}
