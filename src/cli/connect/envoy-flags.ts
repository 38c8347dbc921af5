// SPDX-License-Identifier: Apache-2.0
import { boolFlag, intFlag, stringFlag } from '../flag-kinds.ts';
import type { FlagValues } from '../flags.ts';
import type { httpFlags } from '../http-flags.ts';
import { addressFlag, addressMapFlag } from './address-flag.ts';

/** Consul's flags of `connect envoy`; what they say is Consul's, where this doesn't name a difference. */
export const envoyFlags = {
  proxyId: stringFlag('proxy-id', 'Id of the proxy on the agent. Also CONNECT_PROXY_ID.', {
    initial: '',
  }),
  sidecarFor: stringFlag(
    'sidecar-for',
    'Id of the service that this is the sidecar of; exactly one proxy must be registered for it. Also CONNECT_SIDECAR_FOR.',
    { initial: '' },
  ),
  gateway: stringFlag('gateway', "Kind of gateway to run; 'mesh' is supported.", { initial: '' }),
  meshGateway: boolFlag('mesh-gateway', 'The same as -gateway=mesh.'),
  register: boolFlag('register', 'Register the gateway before it is started.'),
  service: stringFlag('service', 'Name of the gateway service to register; its kind by default.', {
    initial: '',
  }),
  address: addressFlag('address', 'LAN address (`host:port`) of the gateway to register.'),
  wanAddress: addressFlag(
    'wan-address',
    'WAN address (`host:port`) of the gateway to register: where peers reach it.',
  ),
  bindAddress: addressMapFlag(
    'bind-address',
    'Address to bind instead of the registered ones, as `name=ip:port`; can be given several times.',
  ),
  exposeServers: boolFlag('expose-servers', 'Not supported: there is no WAN federation here.'),
  deregisterAfterCritical: stringFlag(
    'deregister-after-critical',
    'How long the check of a registered gateway may fail before it is deregistered.',
    { initial: '6h' },
  ),
  nodeName: stringFlag(
    'node-name',
    'Node that the proxy is registered on in the catalog, when it is on no agent; needs -proxy-id.',
    { initial: '' },
  ),
  envoyBinary: stringFlag(
    'envoy-binary',
    'Envoy to run; else $ENVOY_PATH, `envoy` in PATH, or the one that the set-up installed.',
    { initial: '' },
  ),
  bootstrap: boolFlag('bootstrap', 'Print the bootstrap and run nothing.'),
  adminBind: stringFlag('admin-bind', "Address (host:port) of Envoy's admin interface.", {
    initial: 'localhost:19000',
  }),
  adminAccessLogPath: stringFlag(
    'admin-access-log-path',
    'Access log of the admin interface, unless AccessLogs of proxy-defaults is on.',
    { initial: '/dev/null' },
  ),
  noCentralConfig: boolFlag('no-central-config', "Leave the proxy's opaque config alone."),
  grpcAddr: stringFlag(
    'grpc-addr',
    'Where Envoy reaches the agent: host:port, https://host:port or unix:///path. Also CONSUL_GRPC_ADDR; else what the agent says.',
    { initial: '' },
  ),
  grpcCaFile: stringFlag(
    'grpc-ca-file',
    'File of CA certificates, for an agent that speaks TLS there. Also CONSUL_GRPC_CACERT.',
    { initial: '' },
  ),
  grpcCaPath: stringFlag(
    'grpc-ca-path',
    'Directory of such files, read when there is no -grpc-ca-file. Also CONSUL_GRPC_CAPATH.',
    { initial: '' },
  ),
  envoyVersion: stringFlag('envoy-version', 'Has no effect.', { initial: '' }),
  readyBindAddress: stringFlag('envoy-ready-bind-address', 'Address of a readiness listener.', {
    initial: '',
  }),
  readyBindPort: intFlag('envoy-ready-bind-port', 'Port of a readiness listener.', { initial: 0 }),
  omitDeprecatedTags: boolFlag('omit-deprecated-tags', 'Leave out the stats tags from before 1.9.'),
  prometheusBackendPort: stringFlag(
    'prometheus-backend-port',
    'Port beside the admin interface that the listener of envoy_prometheus_bind_addr asks, in place of it.',
    { initial: '' },
  ),
  prometheusScrapePath: stringFlag(
    'prometheus-scrape-path',
    'Path that the listener of envoy_prometheus_bind_addr answers.',
    { initial: '/metrics' },
  ),
  prometheusCaFile: stringFlag(
    'prometheus-ca-file',
    'File of CA certificates; with it, a certificate and a key, that listener speaks TLS.',
    { initial: '' },
  ),
  prometheusCaPath: stringFlag(
    'prometheus-ca-path',
    'Directory of such files, read once, when there is no -prometheus-ca-file.',
    {
      initial: '',
    },
  ),
  prometheusCertFile: stringFlag('prometheus-cert-file', 'Certificate file of that listener.', {
    initial: '',
  }),
  prometheusKeyFile: stringFlag('prometheus-key-file', 'Key file of that listener.', {
    initial: '',
  }),
  ignoreEnvoyCompatibility: boolFlag('ignore-envoy-compatibility', 'Run an Envoy of any version.'),
  enableConfigGenLogging: boolFlag('enable-config-gen-logging', 'Has no effect.'),
} as const;

export type EnvoyValues = FlagValues<typeof envoyFlags> & FlagValues<typeof httpFlags>;

/** Throws an Error for flags that contradict each other or ask for what there isn't. */
export function checkEnvoyFlags(values: EnvoyValues): void {
  if (values.nodeName !== '' && values.proxyId === '') {
    throw new Error("'-node-name' requires '-proxy-id'");
  }
  if (values.meshGateway && values.gateway !== '') {
    throw new Error(
      'The mesh-gateway flag is deprecated and cannot be used alongside the gateway flag',
    );
  }
  if (values.exposeServers) {
    throw new Error("'-expose-servers' is not supported: there is no WAN federation here");
  }
  checkGateway(values);
  const { prometheusCertFile, prometheusKeyFile, prometheusCaFile, prometheusCaPath } = values;
  const tls = [prometheusCertFile, prometheusKeyFile, prometheusCaFile || prometheusCaPath];
  if (tls.some((file) => file !== '') && tls.includes('')) {
    throw new Error(
      'Must provide a CA (-prometheus-ca-file or -prometheus-ca-path) as well as -prometheus-cert-file and -prometheus-key-file to enable TLS for prometheus metrics',
    );
  }
}

function checkGateway({ gateway, meshGateway, register, nodeName }: EnvoyValues): void {
  if (!['', 'mesh', 'api', 'terminating', 'ingress'].includes(gateway)) {
    throw new Error('Gateway must be one of: api, terminating, mesh, or ingress');
  }
  if (gateway !== '' && gateway !== 'mesh') {
    throw new Error(`-gateway=${gateway} is not supported yet, only -gateway=mesh is`);
  }
  if (!register) return;
  if (nodeName !== '') throw new Error("'-register' cannot be used with '-node-name'");
  if (gateway === '' && !meshGateway) {
    throw new Error('Auto-Registration can only be used for gateways');
  }
}
