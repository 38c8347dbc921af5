// SPDX-License-Identifier: Apache-2.0
import { boolFlag, intFlag, listFlag, mapFlag, stringFlag } from '../../cli/flag-kinds.ts';
import type { Flag, ParsedFlags } from '../../cli/flags.ts';
import type { RawConfig } from './keys/keys.ts';
import type { Source } from './sources/parse.ts';

const again = 'Can be specified multiple times.';

/** Flags that say where configuration is, and in which mode to run. */
const SOURCE_FLAGS = {
  dev: boolFlag('dev', 'Starts the agent in development mode: in memory, on the loopback.'),
  configFile: listFlag('config-file', `Path to a file in HCL or JSON to read. ${again}`),
  configDir: listFlag(
    'config-dir',
    `Path to a directory; every file in it that ends in '.hcl' or '.json' is read, in the order of names. ${again}`,
  ),
  configFormat: stringFlag(
    'config-format',
    "Configuration files are in this format, whatever their extension: 'hcl' or 'json'.",
    { initial: '' },
  ),
  hcl: listFlag('hcl', `A fragment of configuration in HCL. ${again}`),
};

/** Flags that set one key each; the name in the table is the key's. */
const KEY_FLAGS = {
  server: boolFlag('server', 'Switches agent to server mode.'),
  datacenter: stringFlag('datacenter', 'Datacenter of the agent.'),
  node_name: stringFlag('node', 'Name of this node. Must be unique in the cluster.'),
  node_id: stringFlag(
    'node-id',
    'A UUID for this node. Defaults to a random one that is kept in the data directory.',
  ),
  disable_host_node_id: boolFlag('disable-host-node-id', 'Has no effect: node ids are random.'),
  node_meta: mapFlag('node-meta', `A \`key:value\` pair of metadata for this node. ${again}`, {
    separator: ':',
  }),
  data_dir: stringFlag('data-dir', 'Path to the directory that the server keeps its state in.'),
  pid_file: stringFlag('pid-file', 'Path to a file to write the process id to.'),
  bind_addr: stringFlag('bind', 'The address of this server for other servers.'),
  advertise_addr: stringFlag('advertise', 'The address that other machines reach this one at.'),
  advertise_addr_wan: stringFlag(
    'advertise-wan',
    'The address that machines of other clusters reach this one at; -advertise if not given.',
  ),
  client_addr: stringFlag('client', 'The addresses to listen on for HTTP and gRPC.'),
  'ports.http': intFlag('http-port', 'The port of the HTTP API.'),
  'ports.https': intFlag('https-port', 'Must be off (-1): there is no HTTPS listener yet.'),
  'ports.grpc': intFlag('grpc-port', 'The port of plaintext gRPC; -1 turns it off.'),
  'ports.grpc_tls': intFlag('grpc-tls-port', 'The port of gRPC with TLS, for peers and proxies.'),
  'ports.dns': intFlag('dns-port', 'Has no effect: there is no DNS interface yet.'),
  'ports.server': intFlag('server-port', 'Only shown to others: servers need no such port.'),
  'ports.serf_lan': intFlag('serf-lan-port', 'Only shown to others: there is no gossip.'),
  'ports.serf_wan': intFlag('serf-wan-port', 'Only shown to others: there is no gossip.'),
  domain: stringFlag('domain', 'The DNS domain.'),
  alt_domain: stringFlag('alt-domain', 'Has no effect: there is no DNS interface yet.'),
  log_level: stringFlag('log-level', 'TRACE, DEBUG, INFO, WARN or ERROR.'),
  log_json: boolFlag('log-json', 'Output logs in JSON format.'),
  default_query_time: stringFlag(
    'default-query-time',
    "How long a blocking query waits that has no 'wait' parameter.",
  ),
  max_query_time: stringFlag('max-query-time', 'How long a blocking query waits at most.'),
  bootstrap: boolFlag('bootstrap', 'Has no effect: a server is a cluster.'),
  bootstrap_expect: intFlag('bootstrap-expect', 'Must be 1: a server is a cluster.'),
  enable_script_checks: boolFlag(
    'enable-script-checks',
    'Lets checks run programs, whoever registers them.',
  ),
  enable_local_script_checks: boolFlag(
    'enable-local-script-checks',
    'Lets checks run programs, where files of this machine define them.',
  ),
  'ui_config.enabled': boolFlag('ui', 'Has no effect: there is no web UI yet.'),
} as const;

/** Flags of Consul that are taken as the keys they set: without effect, or refused if they ask for something. */
const OTHER_FLAGS = {
  'http_config.allow_write_http_from': listFlag('allow-write-http-from', 'See http_config.'),
  auto_reload_config: boolFlag('auto-reload-config', 'See auto_reload_config.'),
  check_output_max_size: intFlag('check_output_max_size', 'See check_output_max_size.'),
  disable_keyring_file: boolFlag('disable-keyring-file', 'See disable_keyring_file.'),
  encrypt: stringFlag('encrypt', 'See encrypt.'),
  start_join: listFlag('join', 'See start_join.'),
  start_join_wan: listFlag('join-wan', 'See start_join_wan.'),
  log_file: stringFlag('log-file', 'See log_file.'),
  log_rotate_bytes: intFlag('log-rotate-bytes', 'See log_rotate_bytes.'),
  log_rotate_duration: stringFlag('log-rotate-duration', 'See log_rotate_duration.'),
  log_rotate_max_files: intFlag('log-rotate-max-files', 'See log_rotate_max_files.'),
  non_voting_server: boolFlag('non-voting-server', 'See non_voting_server.'),
  read_replica: boolFlag('read-replica', 'See read_replica.'),
  protocol: intFlag('protocol', 'See protocol.'),
  raft_protocol: intFlag('raft-protocol', 'See raft_protocol.'),
  recursors: listFlag('recursor', 'See recursors.'),
  primary_gateways: listFlag('primary-gateway', 'See primary_gateways.'),
  rejoin_after_leave: boolFlag('rejoin', 'See rejoin_after_leave.'),
  retry_interval: stringFlag('retry-interval', 'See retry_interval.'),
  retry_interval_wan: stringFlag('retry-interval-wan', 'See retry_interval_wan.'),
  retry_join: listFlag('retry-join', 'See retry_join.'),
  retry_join_wan: listFlag('retry-join-wan', 'See retry_join_wan.'),
  retry_max: intFlag('retry-max', 'See retry_max.'),
  retry_max_wan: intFlag('retry-max-wan', 'See retry_max_wan.'),
  serf_lan_allowed_cidrs: listFlag('serf-lan-allowed-cidrs', 'See serf_lan_allowed_cidrs.'),
  serf_wan_allowed_cidrs: listFlag('serf-wan-allowed-cidrs', 'See serf_wan_allowed_cidrs.'),
  serf_lan: stringFlag('serf-lan-bind', 'See serf_lan.'),
  serf_wan: stringFlag('serf-wan-bind', 'See serf_wan.'),
  segment: stringFlag('segment', 'See segment.'),
  enable_syslog: boolFlag('syslog', 'See enable_syslog.'),
  'ui_config.content_path': stringFlag('ui-content-path', 'See ui_config.'),
  'ui_config.dir': stringFlag('ui-dir', 'See ui_config.'),
} as const;

/** The flags of `agent`, for parseFlags and usage. */
export const agentFlags = { ...SOURCE_FLAGS, ...KEY_FLAGS, ...OTHER_FLAGS } as const;

export type AgentFlags = ParsedFlags<typeof agentFlags>;

/** What the flags set, as one more source of configuration. */
export function flagSource({ values, given }: AgentFlags): Source {
  const flags: Readonly<Record<string, Flag<unknown>>> = { ...KEY_FLAGS, ...OTHER_FLAGS };
  const raw: Record<string, unknown> = {};
  for (const key of given) {
    if (key in SOURCE_FLAGS) continue;
    const path = key.split('.');
    let section = raw;
    for (const name of path.slice(0, -1)) {
      section = (section[name] ??= {}) as Record<string, unknown>;
    }
    section[path.at(-1) ?? ''] = values[key];
  }
  return {
    raw: raw as RawConfig,
    origin(path) {
      const key = path.join('.');
      const name = Object.keys(flags).find((flag) => flag === key || flag.startsWith(`${key}.`));
      return name === undefined ? 'command line' : `-${flags[name]?.name}`;
    },
  };
}
