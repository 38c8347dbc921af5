// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { lookup } from 'node:dns/promises';
import { settingOf } from '../../client/address.ts';
import type { Client } from '../../client/client.ts';
import type { NodeService } from '../../model/catalog/service.ts';
import { defineCliCommand, type Terminal } from '../command.ts';
import { boolFlag, intFlag, mapFlag, stringFlag } from '../flag-kinds.ts';
import type { FlagValues } from '../flags.ts';
import { type BootstrapInput, bootstrapOf } from './bootstrap.ts';
import { checkEnvoyVersion, findEnvoy } from './find-envoy.ts';
import { gatewayRegistration } from './gateway-registration.ts';
import { becomeEnvoy } from './launch.ts';

const DEFAULT_GRPC_PORT = 8502;

const flags = {
  proxyId: stringFlag('proxy-id', 'Id of the proxy on the agent. Also CONNECT_PROXY_ID.'),
  sidecarFor: stringFlag(
    'sidecar-for',
    'Id of the service that this is the sidecar of; exactly one proxy must be registered for it. Also CONNECT_SIDECAR_FOR.',
  ),
  gateway: stringFlag('gateway', "Kind of gateway to run; 'mesh' is supported."),
  meshGateway: boolFlag('mesh-gateway', 'The same as -gateway=mesh.'),
  register: boolFlag('register', 'Register the gateway before it is started.'),
  service: stringFlag('service', 'Name of the gateway service to register; its kind by default.'),
  address: stringFlag('address', 'LAN address (host:port) of the gateway to register.'),
  wanAddress: stringFlag(
    'wan-address',
    'WAN address (host:port) of the gateway to register: where peers reach it.',
  ),
  bindAddress: mapFlag(
    'bind-address',
    'Address to bind instead of the registered ones, as name=ip:port; can be given several times.',
  ),
  exposeServers: boolFlag('expose-servers', 'Not supported: WAN federation does not exist here.'),
  deregisterAfterCritical: stringFlag(
    'deregister-after-critical',
    'How long the check of a registered gateway may fail before it is deregistered.',
    { initial: '6h' },
  ),
  nodeName: stringFlag('node-name', 'Node of the proxy, when it is not that of the agent.'),
  envoyBinary: stringFlag(
    'envoy-binary',
    'Envoy to run; else $ENVOY_PATH, `envoy` in PATH, or the one that the set-up installed.',
  ),
  bootstrap: boolFlag('bootstrap', 'Print the bootstrap and run nothing.'),
  adminBind: stringFlag('admin-bind', "Address (host:port) of Envoy's admin interface.", {
    initial: 'localhost:19000',
  }),
  adminAccessLogPath: stringFlag('admin-access-log-path', 'Access log of the admin interface.', {
    initial: '/dev/null',
  }),
  noCentralConfig: boolFlag('no-central-config', "Don't ask the agent for the proxy's config."),
  grpcAddr: stringFlag(
    'grpc-addr',
    'Where Envoy reaches the agent: host:port, https://host:port or unix:///path. Also CONSUL_GRPC_ADDR.',
  ),
  grpcCaFile: stringFlag(
    'grpc-ca-file',
    'CA file for an agent that speaks TLS there. Also CONSUL_GRPC_CACERT.',
  ),
  grpcCaPath: stringFlag('grpc-ca-path', 'Not used: name the file with -grpc-ca-file.'),
  envoyVersion: stringFlag('envoy-version', 'Accepted and not used.'),
  readyBindAddress: stringFlag('envoy-ready-bind-address', 'Address of a readiness listener.'),
  readyBindPort: intFlag('envoy-ready-bind-port', 'Port of a readiness listener.'),
  omitDeprecatedTags: boolFlag('omit-deprecated-tags', 'Leave out the stats tags from before 1.9.'),
  prometheusScrapePath: stringFlag(
    'prometheus-scrape-path',
    'Path of the listener that envoy_prometheus_bind_addr asks for.',
    { initial: '/metrics' },
  ),
  ignoreEnvoyCompatibility: boolFlag('ignore-envoy-compatibility', 'Run an Envoy of any version.'),
  enableConfigGenLogging: boolFlag('enable-config-gen-logging', 'Accepted and not used.'),
} as const;

type Values = FlagValues<typeof flags>;

interface AgentSelf {
  readonly Config: { readonly Datacenter: string };
  readonly xDS?: { readonly Ports?: { readonly Plaintext?: number; readonly TLS?: number } };
}

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

  Only the bootstrap:

    $ causeway connect envoy -sidecar-for web -bootstrap > bootstrap.json
`,
  flags,
  run: async ({ values, args, client, terminal }) => {
    const kind = values.meshGateway ? 'mesh' : values.gateway;
    checkKind(kind, values);
    const binary = values.bootstrap ? '' : findEnvoy(values.envoyBinary, terminal.environment);
    if (!values.bootstrap && !values.ignoreEnvoyCompatibility) checkEnvoyVersion(binary);
    const proxyId =
      kind === undefined
        ? await sidecarId(values, client, terminal)
        : await gatewayId(kind, values, client);
    const bootstrap = bootstrapOf(await bootstrapInput(proxyId, values, client, terminal));
    if (values.bootstrap) {
      terminal.out(`${JSON.stringify(bootstrap, null, 2)}\n`);
      return 0;
    }
    return becomeEnvoy(binary, bootstrap, args);
  },
});

function checkKind(kind: string | undefined, values: Values): void {
  if (kind !== undefined && kind !== 'mesh') {
    throw new Error(`-gateway=${kind} is not supported, only -gateway=mesh is`);
  }
  if (values.register && kind === undefined) {
    throw new Error('Auto-Registration can only be used for gateways');
  }
  if (values.exposeServers) throw new Error('-expose-servers is not supported');
}

async function sidecarId(values: Values, client: Client, terminal: Terminal): Promise<string> {
  const proxyId = values.proxyId ?? terminal.environment['CONNECT_PROXY_ID'];
  if (proxyId) return proxyId;
  const sidecarFor = values.sidecarFor ?? terminal.environment['CONNECT_SIDECAR_FOR'];
  if (!sidecarFor) {
    throw new Error(
      'No proxy ID specified. One of -proxy-id, -sidecar-for, or -gateway is required',
    );
  }
  const services = await agentServices(client);
  const proxies = services.filter(
    ({ Kind, Proxy }) =>
      Kind === 'connect-proxy' &&
      Proxy.DestinationServiceID?.toLowerCase() === sidecarFor.toLowerCase(),
  );
  if (proxies.length === 0) {
    throw new Error(
      `No sidecar proxy registered for ${sidecarFor}: register one, for example with a sidecar_service block`,
    );
  }
  if (proxies.length > 1) {
    const ids = proxies.map(({ ID }) => ID).join(', ');
    throw new Error(
      `More than one sidecar proxy registered for ${sidecarFor}: start one with -proxy-id=… (${ids})`,
    );
  }
  return proxies[0]?.ID ?? '';
}

async function gatewayId(kind: string, values: Values, client: Client): Promise<string> {
  if (values.register) {
    const body = gatewayRegistration({
      gateway: kind,
      service: values.service,
      proxyId: values.proxyId,
      address: values.address,
      wanAddress: values.wanAddress,
      bindAddresses: values.bindAddress ?? {},
      deregisterAfterCritical: values.deregisterAfterCritical,
    });
    await client.send({ method: 'PUT', path: '/v1/agent/service/register', body });
    return body.ID;
  }
  if (values.proxyId !== undefined) return values.proxyId;
  const gateways = (await agentServices(client)).filter(({ Kind }) => Kind === `${kind}-gateway`);
  const [gateway] = gateways;
  if (gateway === undefined) {
    throw new Error(`No ${kind}-gateway is registered with this agent: add -register`);
  }
  return gateway.ID;
}

async function agentServices(client: Client): Promise<readonly NodeService[]> {
  const services = await client.json<Record<string, NodeService>>({ path: '/v1/agent/services' });
  return Object.values(services);
}

async function bootstrapInput(
  proxyId: string,
  values: Values,
  client: Client,
  terminal: Terminal,
): Promise<BootstrapInput> {
  const self = await client.json<AgentSelf>({ path: '/v1/agent/self' });
  const service =
    values.noCentralConfig || values.nodeName !== undefined
      ? undefined
      : await client.json<NodeService>({
          path: `/v1/agent/service/${encodeURIComponent(proxyId)}`,
          query: { 'merge-central-config': '' },
        });
  const admin = parseHostPort('-admin-bind', values.adminBind);
  const ready =
    values.readyBindAddress === undefined || values.readyBindPort === undefined
      ? undefined
      : { host: values.readyBindAddress, port: values.readyBindPort };
  return {
    proxyId,
    cluster:
      service?.Proxy.DestinationServiceName ?? service?.Service ?? values.sidecarFor ?? proxyId,
    nodeName: values.nodeName,
    datacenter: self.Config.Datacenter,
    token: client.token,
    xds: await xdsAddress(self, values, client, terminal),
    admin: {
      host: await addressOf(admin.host),
      port: admin.port,
      accessLogPath: values.adminAccessLogPath,
    },
    ready,
    prometheusScrapePath: values.prometheusScrapePath,
    omitDeprecatedTags: values.omitDeprecatedTags ?? false,
    config: service?.Proxy.Config ?? {},
  };
}

async function xdsAddress(
  self: AgentSelf,
  values: Values,
  client: Client,
  terminal: Terminal,
): Promise<BootstrapInput['xds']> {
  const text = values.grpcAddr ?? settingOf(terminal.environment, 'GRPC_ADDR') ?? '';
  if (text.startsWith('unix://')) return { address: { path: text.slice('unix://'.length) } };
  const caFile = values.grpcCaFile ?? settingOf(terminal.environment, 'GRPC_CACERT');
  const ca = caFile === undefined ? undefined : readFileSync(caFile, 'utf8');
  if (text.startsWith('https://') && ca === undefined) {
    throw new Error('-grpc-addr begins with https://: name the CA of the agent with -grpc-ca-file');
  }
  const bare = text.replace(/^https?:\/\//, '');
  if (bare !== '') {
    const { host, port } = parseHostPort('-grpc-addr', bare);
    return { address: { host: await addressOf(host), port }, ca };
  }
  const port = self.xDS?.Ports?.Plaintext;
  const host = client.address.startsWith('unix:') ? 'localhost' : new URL(client.address).hostname;
  if (port === undefined || port <= 0) {
    throw new Error(
      'The agent has no plaintext gRPC port for proxies: set ports.grpc in its configuration',
    );
  }
  return { address: { host: await addressOf(host), port: port || DEFAULT_GRPC_PORT }, ca };
}

async function addressOf(host: string): Promise<string> {
  const bare = host.replace(/^\[|\]$/g, '');
  if (bare === '' || bare === 'localhost') return '127.0.0.1';
  if (isIP(bare) !== 0) return bare;
  return (await lookup(bare)).address;
}

function parseHostPort(flag: string, text: string): { host: string; port: number } {
  const found = /^(?:\[([^\]]*)\]|([^:]*)):(\d{1,5})$/.exec(text);
  if (found === null) throw new Error(`${flag}: "${text}" is no address of the form host:port`);
  return { host: found[1] ?? found[2] ?? '', port: Number(found[3]) };
}
