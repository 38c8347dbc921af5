// SPDX-License-Identifier: Apache-2.0
// `connect envoy`: finds out which proxy to run, writes its bootstrap, becomes Envoy.
import { settingOf } from '../../client/environment.ts';
import type { Client } from '../../client/client.ts';
import { readCa } from '../../client/tls-files.ts';
import { type CliRun, defineCliCommand, type Terminal } from '../command.ts';
import { whileDoing } from '../failure.ts';
import type { AgentSelf } from './agent-self.ts';
import { type BootstrapInput, bootstrapOf } from './bootstrap.ts';
import { checkEnvoyFlags, envoyFlags, type EnvoyValues } from './envoy-flags.ts';
import { checkEnvoyVersion, envoyVersionText } from './envoy-version.ts';
import { findEnvoy } from './find-envoy.ts';
import { gatewayRegistration } from './gateway-registration.ts';
import { becomeEnvoy } from './launch.ts';
import { isLocalAddress } from './local-addresses.ts';
import { gatewayOf, registeredProxy, sidecarOf } from './proxy-lookup.ts';
import { dialProblem, socketAddress, xdsServer } from './xds-address.ts';

const GATEWAY = 'mesh-gateway';

type Run = CliRun<typeof envoyFlags>;

export const connectEnvoy = defineCliCommand({
  words: ['connect', 'envoy'],
  synopsis: 'Runs Envoy as a sidecar or as a mesh gateway',
  help: `
Usage: causeway connect envoy [options] [-- options of Envoy]

  Writes the bootstrap of a proxy that is registered with the agent and runs
  Envoy with it. The process becomes Envoy; Ctrl-C ends it.

  A sidecar of the service instance "web":

    $ causeway connect envoy -sidecar-for web

  A mesh gateway, registered on the way:

    $ causeway connect envoy -gateway=mesh -register -address 10.0.0.5:8443 \\
        -wan-address 203.0.113.5:8443

  Only the bootstrap, which holds the ACL token:

    $ causeway connect envoy -sidecar-for web -bootstrap > bootstrap.json
`,
  flags: envoyFlags,
  takesArguments: true,
  run: async (run) => {
    const { values, args, terminal } = run;
    checkEnvoyFlags(values);
    if (values.bootstrap) {
      const bootstrap = bootstrapOf(await bootstrapInput(run, await proxyIdOf(run)));
      terminal.out(`${JSON.stringify(bootstrap, null, 2)}\n`);
      return 0;
    }
    const binary = findEnvoy(values.envoyBinary, terminal.environment);
    if (!values.ignoreEnvoyCompatibility) checkEnvoyVersion(envoyVersionText(binary));
    const input = await bootstrapInput(run, await proxyIdOf(run));
    const bootstrap = bootstrapOf(input);
    const problem = await dialProblem(input.xds);
    if (problem !== undefined) {
      terminal.err(`There was an error dialing the xDS address: ${problem}\n`);
    }
    return becomeEnvoy(binary, bootstrap, args);
  },
});

async function proxyIdOf({ values, client, terminal }: Run): Promise<string> {
  const { environment } = terminal;
  const proxyId = values.proxyId || environment['CONNECT_PROXY_ID'];
  if (values.register) return registeredGateway(proxyId, values, client, terminal);
  if (proxyId) return proxyId;
  const sidecarFor = values.sidecarFor || environment['CONNECT_SIDECAR_FOR'];
  if (sidecarFor) return sidecarOf(client, sidecarFor);
  if (values.gateway !== '' || values.meshGateway) return gatewayOf(client, GATEWAY);
  throw new Error('No proxy ID specified. One of -proxy-id, -sidecar-for, or -gateway is required');
}

async function registeredGateway(
  proxyId: string | undefined,
  values: EnvoyValues,
  client: Client,
  terminal: Terminal,
): Promise<string> {
  const name = values.service || GATEWAY;
  const id = proxyId || name;
  const { address: lan, wanAddress: wan, bindAddress: binds, deregisterAfterCritical } = values;
  const request = { name, id, lan, wan, binds, deregisterAfterCritical };
  const body = gatewayRegistration(request, isLocalAddress);
  await whileDoing(
    `Error registering service ${JSON.stringify(name)}`,
    client.send({ method: 'PUT', path: '/v1/agent/service/register', body }),
  );
  // Standard output is for the bootstrap alone when that is what was asked for.
  if (!values.bootstrap) terminal.out(`Registered service: ${name}\n`);
  return id;
}

async function bootstrapInput(
  { values, client, terminal }: Run,
  proxyId: string,
): Promise<BootstrapInput> {
  const { environment } = terminal;
  let asked: Promise<AgentSelf> | undefined;
  const self = () => (asked ??= client.json<AgentSelf>({ path: '/v1/agent/self' }));
  const { service, datacenter } = await registeredProxy(client, proxyId, values.nodeName);
  const setting = (flag: string | undefined, name: string) => flag || settingOf(environment, name);
  const xds = await xdsServer(
    {
      grpcAddr: setting(values.grpcAddr, 'GRPC_ADDR') ?? '',
      grpcCa: readCa(
        setting(values.grpcCaFile, 'GRPC_CACERT'),
        setting(values.grpcCaPath, 'GRPC_CAPATH'),
      ),
      httpCa: readCa(setting(values.caFile, 'CACERT'), setting(values.caPath, 'CAPATH')),
    },
    client,
    self,
  );
  const { DestinationServiceName, Config, AccessLogs } = service.Proxy;
  return {
    proxyId,
    cluster: DestinationServiceName || service.Service,
    nodeName: values.nodeName,
    datacenter: datacenter ?? (await self()).Config.Datacenter,
    token: client.token,
    xds,
    admin: {
      ...(await socketAddress('-admin-bind', values.adminBind)),
      accessLogPath: values.adminAccessLogPath,
    },
    accessLogs: AccessLogs,
    ready: readyAddress(values),
    prometheus: prometheusInput(values),
    omitDeprecatedTags: values.omitDeprecatedTags ?? false,
    config: values.noCentralConfig ? {} : (Config ?? {}),
    environment,
  };
}

function readyAddress({ readyBindAddress: host, readyBindPort: port }: EnvoyValues) {
  return host === '' || port === 0 ? undefined : { host, port };
}

function prometheusInput(values: EnvoyValues): BootstrapInput['prometheus'] {
  const {
    prometheusBackendPort: backend,
    prometheusCertFile: certFile,
    prometheusKeyFile: keyFile,
  } = values;
  const backendPort = Number(backend);
  if (!/^\d*$/.test(backend) || backendPort > 65_535) {
    throw new Error(`-prometheus-backend-port: "${backend}" is no port`);
  }
  return {
    scrapePath: values.prometheusScrapePath,
    ...(backend === '' ? {} : { backendPort }),
    ...(certFile === '' ? {} : { tls: { certFile, keyFile, ca: prometheusCa(values) } }),
  };
}

/** A directory would only be watched by Envoy, and nothing read from it: what it holds is handed over instead. */
function prometheusCa({ prometheusCaFile: filename, prometheusCaPath: directory }: EnvoyValues) {
  if (filename !== '') return { filename };
  return { inline_string: readCa(undefined, directory) ?? '' };
}
