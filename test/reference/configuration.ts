// SPDX-License-Identifier: Apache-2.0
// `npm run reference`: writes docs/reference/configuration.md from the lists of keys that the agent reads. With
// `--check` nothing is written: it fails when the file would change.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { AGENT_KEYS } from '../../src/server/config/keys/keys.ts';
import { type Key, type Keys } from '../../src/server/config/keys/standing.ts';

const REFERENCE = join(dirname(dirname(import.meta.dirname)), 'docs/reference/configuration.md');

const TLS_NAMES = [
  'ca_file',
  'ca_path',
  'cert_file',
  'key_file',
  'tls_min_version',
  'tls_cipher_suites',
  'verify_incoming',
];
const TLS_KEYS = [
  ...['tls.https.', 'tls.defaults.', ''].flatMap((prefix) => {
    return TLS_NAMES.map((name) => prefix + name);
  }),
  'verify_incoming_https',
];

/** What the keys that are used do; the test finds those that are missing here. */
const MEANINGS: readonly (readonly [keys: readonly string[], meaning: string])[] = [
  [['server', 'data_dir'], 'a server, and where it keeps everything; `-dev` needs neither'],
  [['datacenter', 'primary_datacenter'], '`dc1`; another primary is refused'],
  [
    ['node_name', 'node_id', 'node_meta', 'locality'],
    'who this node is; an id is made and kept in `data_dir`',
  ],
  [['domain'], '`consul`; shown, and part of nothing else yet'],
  [['pid_file'], 'written at the start, removed at the end'],
  [
    [
      'bind_addr',
      'client_addr',
      'addresses.http',
      'addresses.https',
      'addresses.grpc',
      'addresses.grpc_tls',
    ],
    'where to listen: templates as in Consul, several addresses with spaces between',
  ],
  [
    [
      'advertise_addr',
      'advertise_addr_ipv4',
      'advertise_addr_ipv6',
      'advertise_addr_wan',
      'advertise_addr_wan_ipv4',
      'advertise_addr_wan_ipv6',
      'tagged_addresses',
    ],
    'where others find this node; peers dial the WAN one',
  ],
  [
    ['ports.http', 'ports.https', 'ports.grpc', 'ports.grpc_tls'],
    '8500, closed, closed (8502 in `-dev`), 8503; -1 closes one. `grpc` is plaintext: whoever reaches it gets the certificate of any proxy that it names',
  ],
  [
    TLS_KEYS,
    'files and rules of the HTTPS listener; `tls.https` goes before `tls.defaults`, that before the older keys at the top',
  ],
  [
    ['ports.sidecar_min_port', 'ports.sidecar_max_port'],
    '21000 to 21255: for sidecars without a port of their own',
  ],
  [
    ['unix_sockets.user', 'unix_sockets.group', 'unix_sockets.mode'],
    'whose the `unix://` sockets of `addresses.http` and `addresses.https` are',
  ],
  [
    ['limits.http_max_conns_per_client', 'http_config.max_header_bytes'],
    '200 connections of one IP address, 0 is no limit; 1 MiB of headers',
  ],
  [
    ['limits.kv_max_value_size', 'limits.txn_max_req_len'],
    '512 KiB each; a transaction may always be as large as a value',
  ],
  [
    [
      'http_config.response_headers',
      'http_config.block_endpoints',
      'http_config.allow_write_http_from',
    ],
    'as in Consul',
  ],
  [
    ['ui_config.enabled', 'ui_config.content_path', 'ui', 'ui_content_path'],
    'where `/` leads to; there is no UI there yet',
  ],
  [['default_query_time', 'max_query_time'], 'how long a blocking query waits: `300s`, `600s`'],
  [
    ['leave_on_terminate', 'skip_leave_on_interrupt'],
    'accepted; a single server has nobody to leave',
  ],
  [
    [
      'autopilot.cleanup_dead_servers',
      'autopilot.last_contact_threshold',
      'autopilot.max_trailing_logs',
      'autopilot.min_quorum',
      'autopilot.server_stabilization_time',
    ],
    'what `/v1/operator/autopilot/configuration` says of a new cluster',
  ],
  [['log_level', 'log_json'], '`info`, in Consul’s two formats, on the standard output'],
  [
    [
      'telemetry.prometheus_retention_time',
      'telemetry.disable_hostname',
      'telemetry.metrics_prefix',
      'telemetry.prefix_filter',
      'telemetry.filter_default',
    ],
    'what `/v1/agent/metrics` shows, and under which names',
  ],
  [['service', 'services', 'check', 'checks'], 'definitions, as in Consul'],
  [
    ['enable_script_checks', 'enable_local_script_checks'],
    'whether checks may run programs: those that anybody registers, or those that files define',
  ],
  [
    ['check_update_interval', 'check_output_max_size', 'discard_check_output'],
    '`5m`, 4096 bytes: how often what a check says is kept when nothing else changed, how much of it, and whether at all',
  ],
  [
    ['watches'],
    'what to look at, as in Consul, and whom to tell: `args`, `handler`, or `handler_type = "http"` with `http_handler_config`',
  ],
  [['default_intention_policy'], '`allow`; write `deny`'],
  [
    ['config_entries.bootstrap'],
    'entries to write if they are not there; a bad one refuses the start',
  ],
  [
    ['connect.ca_provider', 'connect.ca_config'],
    '`consul`, the built-in one, with `leaf_cert_ttl`, `root_cert_ttl` and the limits on requests',
  ],
  [
    ['disable_coordinates'],
    '`/v1/coordinate` then tells nothing; what is stored still serves `?near=`',
  ],
  [['peering.enabled'], '`true`'],
  [
    [
      'peering.max_message_bytes',
      'peering.max_services',
      'peering.max_instances_per_service',
      'peering.max_instances',
      'peering.max_checks_per_instance',
      'peering.burst_messages',
      'peering.messages_per_second',
    ],
    'ours: what one peer may send; more is refused and shown in the peering’s status',
  ],
];

interface Named {
  readonly name: string;
  readonly standing: Key<unknown>['standing'];
}

/** Every key by its dotted name. */
export function namedKeys(keys: Keys = AGENT_KEYS, outer = ''): readonly Named[] {
  return Object.entries(keys).flatMap(([name, key]): readonly Named[] => {
    if ('section' in key) return namedKeys(key.section, `${outer}${name}.`);
    return [{ name: outer + name, standing: key.standing }];
  });
}

/** The keys that MEANINGS explains. */
export const explainedKeys: readonly string[] = MEANINGS.flatMap(([keys]) => keys);

const quoted = (names: readonly string[]): string => names.map((name) => `\`${name}\``).join(', ');

/** The four kinds of TLS settings have the same keys. */
const shortened = (name: string): string =>
  name.replace(/^tls\.(?:defaults|internal_rpc|https|grpc)\./, 'tls.*.');

function used(): string {
  const rows = MEANINGS.map(([keys, meaning]) => `| ${quoted(keys)} | ${meaning} |`);
  return ['| Key | What it does |', '|---|---|', ...rows].join('\n');
}

function refused(): string {
  const byReason = new Map<string, Set<string>>();
  for (const { name, standing } of namedKeys()) {
    if (standing.is !== 'refused') continue;
    const names = byReason.get(standing.why) ?? new Set();
    byReason.set(standing.why, names.add(shortened(name)));
  }
  const rows = [...byReason].map(([why, names]) => `| ${quoted([...names])} | ${why} |`);
  return ['| Key | Why |', '|---|---|', ...rows].join('\n');
}

function noted(because: 'no-meaning' | 'enterprise'): string {
  const names = namedKeys()
    .filter(({ standing }) => standing.is === 'noted' && standing.because === because)
    .map(({ name }) => shortened(name));
  return quoted([...new Set(names)]);
}

/** The text that the file should have. */
export function configurationReference(): string {
  return `# Configuration

Made from the agent's own list of keys by \`npm run reference\`.

\`causeway agent\` reads Consul's files, HCL and JSON, with Consul's key names: \`-config-file\` and \`-config-dir\` in the order of
the command line, then flags ([cli.md](cli.md)), then \`-hcl\`. Later ones go before earlier ones; maps are joined, lists appended.
Every key that Consul knows is in one of the three lists below. Any other is an error, which names the file and the line.

## Used

${used()}

## Refused

They promise what does not exist here, and to run without it unawares is worse than not to run. A value that promises nothing
(\`false\`, \`""\`, \`[]\`, \`bootstrap_expect = 1\`) is only noted.

${refused()}

## Noted

Accepted, without effect, and told once in the log: ${noted('no-meaning')}.

Of Consul Enterprise, told likewise: ${noted('enterprise')}.
`;
}

/** The text as it stands in the file. */
export function writtenConfiguration(): string {
  return existsSync(REFERENCE) ? readFileSync(REFERENCE, 'utf8') : '';
}

if (import.meta.main) {
  const isSame = configurationReference() === writtenConfiguration();
  const isCheck = process.argv.includes('--check');
  const verb = isCheck ? 'differs' : 'wrote';
  const name = 'docs/reference/configuration.md';
  console.log(isSame ? `${name} is what it should be` : `${verb}: ${name}`);
  if (!isSame && isCheck) process.exitCode = 1;
  if (!isSame && !isCheck) writeFileSync(REFERENCE, configurationReference());
}
