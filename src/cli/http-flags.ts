// SPDX-License-Identifier: Apache-2.0
import type { CliCommand } from './command.ts';
import { boolFlag, stringFlag } from './flag-kinds.ts';
import { type FlagSet, HTTP_API_OPTIONS } from './flags.ts';

const group = { group: HTTP_API_OPTIONS };

/** The flags that every command which talks to an agent has. */
export const httpFlags = {
  httpAddr: stringFlag(
    'http-addr',
    'The `address` of the agent: host:port, http://host:port, https://host:port or unix:///path. Also CONSUL_HTTP_ADDR; 127.0.0.1:8500 by default. TLS also with CONSUL_HTTP_SSL=true.',
    group,
  ),
  token: stringFlag('token', 'ACL token of the request. Also CONSUL_HTTP_TOKEN.', group),
  tokenFile: stringFlag(
    'token-file',
    'File that holds the ACL token; goes before -token. Also CONSUL_HTTP_TOKEN_FILE.',
    group,
  ),
  datacenter: stringFlag('datacenter', 'Datacenter to ask; that of the agent by default.', group),
  caFile: stringFlag(
    'ca-file',
    'File of CA certificates to verify the agent with. Also CONSUL_CACERT.',
    group,
  ),
  caPath: stringFlag(
    'ca-path',
    'Directory of such files, read when there is no -ca-file. Also CONSUL_CAPATH.',
    group,
  ),
  clientCert: stringFlag('client-cert', 'Client certificate file. Also CONSUL_CLIENT_CERT.', group),
  clientKey: stringFlag('client-key', 'Client key file. Also CONSUL_CLIENT_KEY.', group),
  tlsServerName: stringFlag(
    'tls-server-name',
    'Name that the certificate of the agent must have. Also CONSUL_TLS_SERVER_NAME.',
    group,
  ),
  stale: boolFlag('stale', 'Let any server answer a read, however old its state is.', group),
  partition: stringFlag('partition', 'Admin partition to ask. Also CONSUL_PARTITION.', group),
  namespace: stringFlag('namespace', 'Namespace to ask. Also CONSUL_NAMESPACE.', group),
} as const;

/** A command's own flags and those of the HTTP client, where it needs one. */
export function flagsOf({ flags, needsNoServer }: CliCommand): FlagSet {
  return needsNoServer === true ? flags : { ...httpFlags, ...flags };
}
