// SPDX-License-Identifier: Apache-2.0
import { stringFlag, boolFlag } from './flag-kinds.ts';
import { HTTP_API_OPTIONS } from './flags.ts';

const group = { group: HTTP_API_OPTIONS };

/** The flags that every command which talks to an agent has. */
export const httpFlags = {
  httpAddr: stringFlag(
    'http-addr',
    'The address and port of the agent, with http://, https:// or unix:// in front if needed. Also CAUSEWAY_HTTP_ADDR or CONSUL_HTTP_ADDR; http://127.0.0.1:8500 by default.',
    group,
  ),
  token: stringFlag(
    'token',
    'ACL token of the request. Also CAUSEWAY_HTTP_TOKEN or CONSUL_HTTP_TOKEN.',
    group,
  ),
  tokenFile: stringFlag(
    'token-file',
    'File that holds the ACL token. Also CAUSEWAY_HTTP_TOKEN_FILE or CONSUL_HTTP_TOKEN_FILE.',
    group,
  ),
  datacenter: stringFlag('datacenter', 'Datacenter to ask; that of the agent by default.', group),
  caFile: stringFlag('ca-file', 'CA file to verify the agent with. Also CONSUL_CACERT.', group),
  caPath: stringFlag('ca-path', 'Not used: name the file with -ca-file.', group),
  clientCert: stringFlag('client-cert', 'Client certificate file. Also CONSUL_CLIENT_CERT.', group),
  clientKey: stringFlag('client-key', 'Client key file. Also CONSUL_CLIENT_KEY.', group),
  tlsServerName: stringFlag(
    'tls-server-name',
    'Name that the certificate of the agent must have. Also CONSUL_TLS_SERVER_NAME.',
    group,
  ),
  stale: boolFlag('stale', 'Accepted; every answer comes from one consistent state.', group),
  partition: stringFlag('partition', "Admin partition; only 'default' exists yet.", group),
  namespace: stringFlag('namespace', "Namespace; only 'default' exists yet.", group),
} as const;
