// SPDX-License-Identifier: Apache-2.0
// Where and how to reach an agent, from flags and from the environment. A flag goes before the environment;
// what is empty counts as not given.
import { type Environment, PREFIXES, settingOf, truthOf } from './environment.ts';
import { readCa, readFile, readKeyPair, type TlsOptions } from './tls-files.ts';

/** Everything that a client needs to make a request. Token and password are never printed. */
export interface ClientOptions {
  /** host:port, 'http://…', 'https://…' or 'unix:///path'; see parseAddress. */
  readonly address: string;
  readonly token: string;
  /** These four are sent with every request when they are given. */
  readonly datacenter?: string;
  readonly namespace?: string;
  readonly partition?: string;
  readonly stale?: boolean;
  /** HTTP basic authentication, for a reverse proxy in front of the agent. */
  readonly auth?: { readonly user: string; readonly password: string };
  /** TLS also where the address doesn't say so. */
  readonly usesTls?: boolean;
  readonly tls: TlsOptions;
}

/** What flags say; each is undefined when its flag was not given. */
export interface ClientFlags {
  readonly httpAddr?: string | undefined;
  readonly token?: string | undefined;
  readonly tokenFile?: string | undefined;
  readonly datacenter?: string | undefined;
  readonly namespace?: string | undefined;
  readonly partition?: string | undefined;
  readonly stale?: boolean | undefined;
  readonly caFile?: string | undefined;
  readonly caPath?: string | undefined;
  readonly clientCert?: string | undefined;
  readonly clientKey?: string | undefined;
  readonly tlsServerName?: string | undefined;
}

const DEFAULT_ADDRESS = '127.0.0.1:8500';

/** Throws an Error that names the file when one that is pointed to can't be read. */
export function clientOptions(flags: ClientFlags, environment: Environment): ClientOptions {
  const given = (flag: string | undefined, name: string) =>
    flag || settingOf(environment, name) || undefined;
  const ca = readCa(given(flags.caFile, 'CACERT'), given(flags.caPath, 'CAPATH'));
  const auth = settingOf(environment, 'HTTP_AUTH');
  // Consul takes a port after the name and ignores it.
  const serverName = given(flags.tlsServerName, 'TLS_SERVER_NAME')?.replace(/:\d+$/, '');
  return {
    address: given(flags.httpAddr, 'HTTP_ADDR') ?? DEFAULT_ADDRESS,
    token: tokenOf(flags, environment),
    ...present('datacenter', flags.datacenter || undefined),
    ...present('namespace', given(flags.namespace, 'NAMESPACE')),
    ...present('partition', given(flags.partition, 'PARTITION')),
    ...present('stale', flags.stale),
    ...present('auth', auth === undefined ? undefined : authOf(auth)),
    ...present('usesTls', truthOf(environment, 'HTTP_SSL')),
    tls: {
      ...present('ca', ca),
      ...readKeyPair(given(flags.clientCert, 'CLIENT_CERT'), given(flags.clientKey, 'CLIENT_KEY')),
      ...present('serverName', serverName),
      verify: truthOf(environment, 'HTTP_SSL_VERIFY') ?? true,
    },
  };
}

/** Of two places that are equally close, the file wins, as it does in Consul; an empty file is none. */
function tokenOf(flags: ClientFlags, environment: Environment): string {
  const places: [file: string | undefined, token: string | undefined][] = [
    [flags.tokenFile, flags.token],
    ...PREFIXES.map((prefix): [string | undefined, string | undefined] => [
      environment[`${prefix}HTTP_TOKEN_FILE`],
      environment[`${prefix}HTTP_TOKEN`],
    ]),
  ];
  for (const [file, token] of places) {
    const found = (file ? readFile('token file', file).trim() : '') || token;
    if (found) return found;
  }
  return '';
}

function authOf(text: string): { user: string; password: string } {
  const colon = text.indexOf(':');
  if (colon === -1) return { user: text, password: '' };
  return { user: text.slice(0, colon), password: text.slice(colon + 1) };
}

function present<K extends string, V>(key: K, value: V | undefined): { readonly [P in K]?: V } {
  return (value === undefined ? {} : { [key]: value }) as { readonly [P in K]?: V };
}
