// SPDX-License-Identifier: Apache-2.0
import { type CliRun, defineCliCommand } from '../command.ts';
import { whileDoing } from '../failure.ts';
import { intFlag, listFlag, stringFlag } from '../flag-kinds.ts';
import { findExact } from '../intention/find.ts';
import { PATH } from '../intention/shape.ts';
import { parseTarget, type Target } from '../intention/target.ts';
import {
  type ExposedService,
  type Gateway,
  type Listener,
  readGateway,
  writeGateway,
} from './ingress-entry.ts';

const flags = {
  ingressGateway: stringFlag('ingress-gateway', '(Required) Name of the gateway.', {
    initial: '',
  }),
  service: stringFlag('service', '(Required) Name of the service to expose.', { initial: '' }),
  port: intFlag('port', '(Required) Port of the gateway to listen on.', { initial: 0 }),
  protocol: stringFlag('protocol', 'Protocol of the service.', {
    initial: 'tcp',
    values: ['tcp', 'http', 'http2', 'grpc'],
  }),
  host: listFlag('host', 'Name that requests to it are for; can be given several times.'),
};

type Run = CliRun<typeof flags>;

export const connectExpose = defineCliCommand({
  words: ['connect', 'expose'],
  synopsis: 'Expose a service through an ingress gateway',
  help: `
Usage: causeway connect expose [options]

  Adds a service to the config entry of an ingress gateway, unless somebody
  else changes it at the same time, and lets the gateway call it.

    $ causeway connect expose -ingress-gateway=front -service=web -port=8080
`,
  flags,
  run: async (run) => {
    const { values, client, terminal } = run;
    const service = await named('service name', 'service', values.service);
    const gateway = await named('ingress gateway name', 'ingress-gateway', values.ingressGateway);
    if (values.port === 0) throw new Error('A port must be provided via the -port flag.');
    const entry = await whileDoing(
      'Error fetching existing ingress gateway configuration',
      readGateway(client, gateway),
    );
    await writeGateway(client, gateway, withService(run, entry, service));
    terminal.out(
      `Successfully updated config entry for ingress service ${JSON.stringify(gateway.name)}\n`,
    );
    await allow(run, gateway, service);
    return 0;
  },
});

async function named(what: string, flag: string, text: string): Promise<Target> {
  if (text === '') {
    const article = flag === 'service' ? 'A service name' : 'An ingress gateway service';
    throw new Error(`${article} must be given via the -${flag} flag.`);
  }
  return whileDoing(`Invalid ${what}`, async () => parseTarget(text));
}

function withService({ values, terminal }: Run, entry: Gateway, service: Target): Gateway {
  const { name, namespace, partition } = service;
  const exposed: ExposedService = {
    Name: name,
    ...(namespace === undefined ? {} : { Namespace: namespace }),
    ...(partition === undefined ? {} : { Partition: partition }),
    ...(values.host.length === 0 ? {} : { Hosts: values.host }),
  };
  const listeners = entry.Listeners ?? [];
  const listener = listeners.find(({ Port }) => Port === values.port);
  if (listener !== undefined && listener.Protocol !== values.protocol) {
    const protocol = JSON.stringify(listener.Protocol);
    throw new Error(
      `Listener on port ${values.port} already configured with conflicting protocol ${protocol}`,
    );
  }
  const others = (listener?.Services ?? []).filter((other) => !isSame(other, exposed));
  if (others.length < (listener?.Services ?? []).length) {
    const which = JSON.stringify(values.service);
    terminal.out(`Updating service definition for ${which} on listener with port ${values.port}\n`);
  }
  const changed: Listener = {
    ...listener,
    Port: values.port,
    Protocol: values.protocol,
    Services: [...others, exposed],
  };
  return {
    ...entry,
    Listeners:
      listener === undefined
        ? [...listeners, changed]
        : listeners.map((old) => (old === listener ? changed : old)),
  };
}

function isSame(a: ExposedService, b: ExposedService): boolean {
  const tenant = (part: string | undefined) => part || 'default';
  return (
    a.Name === b.Name &&
    tenant(a.Namespace) === tenant(b.Namespace) &&
    tenant(a.Partition) === tenant(b.Partition)
  );
}

async function allow({ values, client, terminal }: Run, gateway: Target, service: Target) {
  const { ingressGateway: source, service: destination } = values;
  const ends = `${JSON.stringify(source)} -> ${JSON.stringify(destination)}`;
  const existing = await whileDoing(
    'Error looking up existing intention',
    findExact(client, source, destination),
  );
  if (existing?.Action === 'allow') {
    terminal.out(`Intention already exists for ${ends}\n`);
    return;
  }
  await whileDoing(
    'Error upserting intention',
    client.send({
      method: 'PUT',
      path: `${PATH}/exact`,
      query: { source, destination },
      body: {
        SourceName: gateway.name,
        SourceNS: gateway.namespace,
        SourcePartition: gateway.partition,
        DestinationName: service.name,
        DestinationNS: service.namespace,
        DestinationPartition: service.partition,
        SourceType: 'consul',
        Action: 'allow',
      },
    }),
  );
  terminal.out(`Successfully set up intention for ${ends}\n`);
}
