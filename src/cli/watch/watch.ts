// SPDX-License-Identifier: Apache-2.0
import { parseBool } from '../../model/go-bool.ts';
import { startChild } from '../child.ts';
import { type CliRun, defineCliCommand } from '../command.ts';
import { whileDoing } from '../failure.ts';
import { boolFlag, listFlag, stringFlag } from '../flag-kinds.ts';
import { WrongUse } from '../flags.ts';
import { indentJson } from '../json-layout.ts';
import { follow, type Value } from '../../client/watch/follow.ts';
import { viewOf, WATCH_TYPES, type WatchParameters } from '../../client/watch/views.ts';

const flags = {
  type: stringFlag('type', `(Required) What to watch: ${WATCH_TYPES.join(', ')}.`, {
    initial: '',
    values: WATCH_TYPES,
  }),
  key: stringFlag('key', 'Key to watch; only of type key.'),
  prefix: stringFlag('prefix', 'Keys to watch; only of type keyprefix.'),
  service: stringFlag('service', 'Service to watch; of types service, checks and connect_leaf.'),
  serviceId: stringFlag('service-id', 'Id of an instance; only of type agent_service.'),
  tag: listFlag(
    'tag',
    'Tag that instances must have; only of type service, can be given several times.',
  ),
  passingOnly: stringFlag(
    'passingonly',
    'Only instances whose checks pass, `true|false`; only of type service.',
    { values: ['true', 'false'] },
  ),
  state: stringFlag('state', 'State of checks to watch; only of type checks.', {
    values: ['any', 'passing', 'warning', 'critical'],
  }),
  name: stringFlag('name', 'Name of events to watch; only of type event.'),
  filter: stringFlag(
    'filter',
    'Expression that the server selects by; of types services, nodes, service and checks.',
  ),
  shell: boolFlag('shell', 'Let a shell run the program, that of the SHELL variable.', {
    initial: true,
  }),
};

type Run = CliRun<typeof flags>;

export const watch = defineCliCommand({
  words: ['watch'],
  synopsis: 'Watch for changes',
  help: `
Usage: causeway watch [options] [child...]

  Runs a program now and whenever something changes, with the new value as
  JSON on its standard input and its index in CONSUL_INDEX. Without a program
  it prints the value and ends. Exits with 1 when the program fails.

    $ causeway watch -type=key -key=redis/maxconns ./reconfigure.sh
    $ causeway watch -type=service -service=web -passingonly=true ./balance.sh
    $ causeway watch -type=event -name=deploy ./deploy.sh
    $ causeway watch -type=services
`,
  flags,
  takesArguments: true,
  run: async (run) => {
    const { values, args, client, terminal } = run;
    if (values.type === '') throw new WrongUse('Watch type must be specified');
    const view = viewOf(values.type, parametersOf(values));
    const ended = new AbortController();
    const stop = terminal.onInterrupt(() => ended.abort());
    try {
      await whileDoing('Error querying Consul agent', async () => {
        // Nothing is tried again and again before it has worked once.
        await client.send({ path: '/v1/status/leader', signal: ended.signal });
      });
      const changes = follow(client, view, {
        signal: ended.signal,
        onTrouble: (message) => terminal.err(`Watch errored: ${message}\n`),
      });
      for await (const value of changes) {
        if (args.length === 0) {
          terminal.out(`${indentJson(value.text)}\n`);
          return 0;
        }
        await handle(run, value, ended.signal);
      }
      return 0;
    } catch (error) {
      if (ended.signal.aborted) return 0;
      throw error;
    } finally {
      stop();
    }
  },
});

function parametersOf(values: Run['values']): WatchParameters {
  const { key, prefix, service, serviceId, tag, passingOnly, state, name, filter } = values;
  const passing = passingOnly ? parseBool(passingOnly) : undefined;
  if (passingOnly && passing === undefined) {
    const reason = `strconv.ParseBool: parsing ${JSON.stringify(passingOnly)}: invalid syntax`;
    throw new Error(`Failed to parse passingonly flag: ${reason}`);
  }
  return {
    ...(key ? { key } : {}),
    ...(prefix ? { prefix } : {}),
    ...(service ? { service } : {}),
    ...(serviceId ? { service_id: serviceId } : {}),
    ...(tag.length > 0 ? { tag } : {}),
    ...(passing === undefined ? {} : { passingonly: passing }),
    ...(state ? { state } : {}),
    ...(name ? { name } : {}),
    ...(filter ? { filter } : {}),
  };
}

async function handle({ values, args, terminal }: Run, value: Value, ended: AbortSignal) {
  const { environment } = terminal;
  const child = await whileDoing(
    'Error starting handler',
    startChild(args, {
      usesShell: values.shell,
      environment: {
        ...environment,
        ...(value.index === undefined ? {} : { CONSUL_INDEX: value.index }),
      },
      input: { text: `${value.text}\n` },
    }),
  );
  const interrupt = () => child.kill('SIGTERM');
  ended.addEventListener('abort', interrupt);
  const problem = await child.ended;
  ended.removeEventListener('abort', interrupt);
  if (problem !== undefined) throw new Error(`Error executing handler: ${problem}`);
}
