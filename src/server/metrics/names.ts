// SPDX-License-Identifier: Apache-2.0
// The full names of metrics and which of them are shown, by the `telemetry` block of the configuration.

/** Prefixes of full names, dots included; the longest that fits decides. */
export interface MetricFilter {
  readonly allowed: readonly string[];
  readonly blocked: readonly string[];
  /** What happens to names that nothing speaks of. */
  readonly isAllowedElse: boolean;
}

export interface Naming {
  /** First part of every name; 'consul' unless configured. */
  readonly prefix: string;
  /** Second part of the names of gauges; undefined: they have none. */
  readonly hostname: string | undefined;
  readonly filter: MetricFilter;
}

export interface Names {
  /** Undefined when it is not to be shown. */
  readonly gauge: (name: string) => string | undefined;
  readonly other: (name: string) => string | undefined;
}

export function namesBy({ prefix, hostname, filter }: Naming): Names {
  const shown = (name: string): string | undefined => (isAllowed(filter, name) ? name : undefined);
  const host = hostname === undefined ? '' : `${hostname}.`;
  return {
    gauge: (name) => shown(`${prefix}.${host}${name}`),
    other: (name) => shown(`${prefix}.${name}`),
  };
}

function isAllowed({ allowed, blocked, isAllowedElse }: MetricFilter, name: string): boolean {
  const longest = (prefixes: readonly string[]): number =>
    Math.max(-1, ...prefixes.filter((one) => name.startsWith(one)).map((one) => one.length));
  const [allow, block] = [longest(allowed), longest(blocked)];
  return allow === -1 && block === -1 ? isAllowedElse : allow > block;
}

/** As Prometheus wants them. */
export const underscored = (name: string): string => name.replaceAll(/[^a-zA-Z0-9_:]/g, '_');
