// SPDX-License-Identifier: Apache-2.0
// Where and how to reach an agent, from flags and from the environment that Consul's users already have.
// CAUSEWAY_X goes before CONSUL_X; a flag goes before both.
import { readFileSync } from 'node:fs';

/** Everything a client needs to make a request. The token is never printed. */
export interface ClientOptions {
  /** 'http://127.0.0.1:8500', 'https://…' or 'unix:///path'. */
  readonly address: string;
  readonly token: string;
  readonly datacenter: string;
  readonly tls: {
    readonly ca?: string;
    readonly cert?: string;
    readonly key?: string;
    readonly serverName?: string;
    readonly verify: boolean;
  };
}

/** What flags say; each is undefined when its flag was not given. */
export interface ClientFlags {
  readonly httpAddr?: string | undefined;
  readonly token?: string | undefined;
  readonly tokenFile?: string | undefined;
  readonly datacenter?: string | undefined;
  readonly caFile?: string | undefined;
  readonly clientCert?: string | undefined;
  readonly clientKey?: string | undefined;
  readonly tlsServerName?: string | undefined;
}

export type Environment = Readonly<Record<string, string | undefined>>;

const DEFAULT_ADDRESS = '127.0.0.1:8500';

/** Throws an Error that names the file when one that is pointed to can't be read. */
export function clientOptions(flags: ClientFlags, environment: Environment): ClientOptions {
  const setting = (name: string) => settingOf(environment, name);
  const isTls = isTrue(setting('HTTP_SSL'));
  const tls = {
    ...fileSetting('ca', flags.caFile ?? setting('CACERT')),
    ...fileSetting('cert', flags.clientCert ?? setting('CLIENT_CERT')),
    ...fileSetting('key', flags.clientKey ?? setting('CLIENT_KEY')),
    ...present('serverName', flags.tlsServerName ?? setting('TLS_SERVER_NAME')),
    verify: !isFalse(setting('HTTP_SSL_VERIFY')),
  };
  const tokenFile = flags.tokenFile ?? setting('HTTP_TOKEN_FILE');
  const fromFile = tokenFile === undefined ? undefined : readText(tokenFile).trim();
  return {
    address: withScheme(flags.httpAddr ?? setting('HTTP_ADDR') ?? DEFAULT_ADDRESS, isTls),
    token: flags.token ?? fromFile ?? setting('HTTP_TOKEN') ?? '',
    datacenter: flags.datacenter ?? '',
    tls,
  };
}

/** CAUSEWAY_<name>, else CONSUL_<name>; an empty value counts as none. */
export function settingOf(environment: Environment, name: string): string | undefined {
  return environment[`CAUSEWAY_${name}`] || environment[`CONSUL_${name}`] || undefined;
}

function withScheme(address: string, isTls: boolean): string {
  if (/^(https?|unix):\/\//.test(address)) return address.replace(/\/+$/, '');
  return `${isTls ? 'https' : 'http'}://${address}`;
}

function fileSetting<K extends string>(
  key: K,
  path: string | undefined,
): Partial<Record<K, string>> {
  return path === undefined ? {} : present(key, readText(path));
}

function present<K extends string>(key: K, value: string | undefined): Partial<Record<K, string>> {
  return value === undefined ? {} : ({ [key]: value } as Record<K, string>);
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`Error reading "${path}": ${reason}`, { cause: error });
  }
}

function isTrue(text: string | undefined): boolean {
  return text !== undefined && /^(1|t|true)$/i.test(text);
}

function isFalse(text: string | undefined): boolean {
  return text !== undefined && /^(0|f|false)$/i.test(text);
}
