// SPDX-License-Identifier: Apache-2.0
// `npm run reference`: writes docs/reference/cli.md from the commands' own help. With `--check` nothing is written:
// it fails when the file would change.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { table } from '../../src/cli/commands.ts';
import type { FlagSet } from '../../src/cli/flags.ts';
import { httpFlags } from '../../src/cli/http-flags.ts';
import { AGENT_HELP } from '../../src/server/agent.ts';
import { agentFlags } from '../../src/server/config/flags.ts';
import { VALIDATE_HELP, validateFlags } from '../../src/server/validate.ts';

export const REFERENCE = join(dirname(dirname(import.meta.dirname)), 'docs/reference/cli.md');

const INTRODUCTION = `# Command line

Made from the commands' own help by \`npm run reference\`.

Flags are Consul's: one dash or two, \`-name=value\` or \`-name value\`, before the other arguments. A command exits with 0
when it did what was asked, with 1 and a reason on the standard error when it didn't, and with 127 when there is no such command.

## Where to find the agent

A flag goes before the environment. Each variable can also begin with \`CAUSEWAY_\`, which goes before \`CONSUL_\`; an empty one counts as
none.

| Variable | Flag | What it is |
|---|---|---|
| \`CONSUL_HTTP_ADDR\` | \`-http-addr\` | address of the agent |
| \`CONSUL_HTTP_TOKEN_FILE\`, \`CONSUL_HTTP_TOKEN\` | \`-token-file\`, \`-token\` | ACL token; the file goes first |
| \`CONSUL_HTTP_AUTH\` | | \`user:password\` for a reverse proxy |
| \`CONSUL_HTTP_SSL\` | | \`true\`: TLS |
| \`CONSUL_HTTP_SSL_VERIFY\` | | \`false\`: trust any certificate |
| \`CONSUL_CACERT\`, \`CONSUL_CAPATH\` | \`-ca-file\`, \`-ca-path\` | CA certificates; the file goes first |
| \`CONSUL_CLIENT_CERT\`, \`CONSUL_CLIENT_KEY\` | \`-client-cert\`, \`-client-key\` | our own certificate |
| \`CONSUL_TLS_SERVER_NAME\` | \`-tls-server-name\` | name that the agent's certificate must have |
| \`CONSUL_NAMESPACE\`, \`CONSUL_PARTITION\` | \`-namespace\`, \`-partition\` | tenant to ask |
| \`CONSUL_GRPC_ADDR\`, \`CONSUL_GRPC_CACERT\`, \`CONSUL_GRPC_CAPATH\` | \`-grpc-addr\`, \`-grpc-ca-file\`, \`-grpc-ca-path\` | for \`connect envoy\`: where Envoy asks |
| \`CONNECT_PROXY_ID\`, \`CONNECT_SIDECAR_FOR\` | \`-proxy-id\`, \`-sidecar-for\` | for \`connect envoy\`: which proxy |
| \`ENVOY_PATH\` | \`-envoy-binary\` | for \`connect envoy\`: which Envoy |
| \`SHELL\` | | for \`watch\` and \`lock\`: what runs the program |

## Completion

\`causeway -autocomplete-install\` lets bash, zsh and fish complete commands, flags and known values, \`-autocomplete-uninstall\` takes that
back. Called as \`consul\` through a symbolic link, it is set up for that name.

## What differs from Consul's

- Words that a command would not look at are refused, and so is \`-modify-index\` without \`-cas\`. Every command that asks an agent takes all
  flags of the HTTP client. A \`CONSUL_HTTP_SSL\` or \`CONSUL_HTTP_SSL_VERIFY\` that is neither true nor false is an error: Consul goes on
  without it.
- \`config read\` prints all that the server sent, \`Hash\` too; \`config write\` and \`read\` leave it to the server what kinds there are.
- \`kv put -base64\` writes nothing when the data is no base64. \`kv import\` checks everything before it writes, and keeps a slash at the end
  of a key.
- \`intention\` knows sources of peers, \`peer:<peer>/<service>\`, everywhere; they are changed in the config entry of the destination.
  \`-file -\` reads the standard input. Times are in UTC.
- \`session\` has no like in Consul's command line.
- \`watch\` also knows \`connect_roots\`, \`connect_leaf\` and \`agent_service\`; it shows health as the API does, and ends when the agent
  refuses the question. \`lock\` exits with 1 when the lock was lost, and forwards SIGHUP, SIGQUIT, SIGUSR1 and SIGUSR2.
- \`snapshot restore\` checks the file before it is sent; \`snapshot inspect\` checks it too, and counts what is in snapshots of ours and of
  Consul's.
- \`exec\` is here to say that there is none. \`acl\`, \`login\`, \`logout\`, \`tls\`, \`debug\`, \`troubleshoot\`, \`resource\`, \`snapshot decode\`,
  \`operator utilization\`, \`connect proxy\` and \`connect redirect-traffic\` are not here.
- \`peering read\` shows each server address on its own line, and times as the API does. \`peering establish\` reads the token from the
  standard input with \`-peering-token -\`.
- \`catalog nodes -service\` lists each node once. \`catalog nodes\` and \`catalog services\` take a \`-peer\`, the latter a
  \`-filter\` too. \`services imported-services\` has
  no like in Consul's command line.
- \`services register\` registers in the order of the files, \`-\` is the standard input, a file may have any extension, and one without
  a service is an error. \`connect ca set-config -config-file -\` reads the standard input too.
- \`connect envoy\` finds an Envoy outside PATH too, checks it before anything is registered, and needs no \`-ignore-envoy-compatibility\` for
  1.33 to 1.40. It asks the agent's plaintext port unless a CA for gRPC is named. Options for hot restart keep it on, others don't.
  The flags for TLS of Prometheus concern its listener alone. \`-gateway\` other than \`mesh\`, \`-expose-servers\`, address templates,
  \`envoy_bootstrap_json_tpl\` and \`envoy_telemetry_collector_bind_socket_dir\` are refused.
- \`version\` shows our version and that of the Consul whose interfaces are spoken.
`;

/** The text of docs/reference/cli.md. */
export async function cliReference(): Promise<string> {
  const entries = table.commands.toSorted((a, b) =>
    a.words.join(' ') < b.words.join(' ') ? -1 : 1,
  );
  const commands = await Promise.all(entries.map(({ load }) => load()));
  const shared = 'Flags of every command that asks an agent';
  const sections = [
    `## ${shared}\n${flagTable(httpFlags)}`,
    section('agent', AGENT_HELP, agentFlags),
    section('validate', VALIDATE_HELP, validateFlags),
    ...commands.map(({ words, help, flags }) => section(words.join(' '), help, flags)),
  ];
  return [INTRODUCTION, ...sections].join('\n');
}

function section(name: string, help: string, flags: FlagSet): string {
  return `## causeway ${name}\n\n\`\`\`text\n${help.trim()}\n\`\`\`\n${flagTable(flags)}`;
}

function flagTable(flags: FlagSet): string {
  const rows = Object.values(flags)
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .map(({ name, example, usage }) => {
      const flag = example === '' ? `-${name}` : `-${name}=<${example}>`;
      return `| \`${flag}\` | ${usage.replaceAll('|', '\\|')} |\n`;
    });
  return rows.length === 0 ? '' : `\n| Flag | What it does |\n|---|---|\n${rows.join('')}`;
}

/** The text as it stands in the file. */
export function writtenReference(): string {
  return existsSync(REFERENCE) ? readFileSync(REFERENCE, 'utf8') : '';
}

if (import.meta.main) {
  const reference = await cliReference();
  const isSame = reference === writtenReference();
  const isCheck = process.argv.includes('--check');
  console.log(
    isSame
      ? 'docs/reference/cli.md is what it should be'
      : `${isCheck ? 'differs' : 'wrote'}: docs/reference/cli.md`,
  );
  if (!isSame && isCheck) process.exitCode = 1;
  if (!isSame && !isCheck) writeFileSync(REFERENCE, reference);
}
