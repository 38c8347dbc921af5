// SPDX-License-Identifier: Apache-2.0
// Settings from the environment that Consul's users already have. CAUSEWAY_X goes before CONSUL_X.
import { parseBool } from '../model/go-bool.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** In the order in which they are asked. */
export const PREFIXES = ['CAUSEWAY_', 'CONSUL_'] as const;

/** CAUSEWAY_<name>, else CONSUL_<name>; an empty value counts as none. */
export function settingOf(environment: Environment, name: string): string | undefined {
  return found(environment, name)?.value;
}

/**
 * A truth value. Throws an Error that names the variable when it holds anything else: Consul's tools take a
 * misspelt CONSUL_HTTP_SSL_VERIFY for a wish not to verify.
 */
export function truthOf(environment: Environment, name: string): boolean | undefined {
  const setting = found(environment, name);
  if (setting === undefined) return undefined;
  const truth = parseBool(setting.value);
  if (truth !== undefined) return truth;
  throw new Error(
    `${setting.variable}: ${JSON.stringify(setting.value)} is neither true nor false`,
  );
}

function found(environment: Environment, name: string) {
  for (const prefix of PREFIXES) {
    const variable = `${prefix}${name}`;
    const value = environment[variable];
    if (value) return { variable, value };
  }
  return undefined;
}
