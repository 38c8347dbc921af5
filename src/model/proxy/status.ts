// SPDX-License-Identifier: Apache-2.0

/** What a proxy refused last, per resource type; kept until it accepts that type again. */
export interface ProxyNack {
  readonly type: string;
  readonly resources: readonly string[];
  readonly message: string;
  readonly atMs: number;
}

/** A resource that could not be built for a proxy; it has all others. */
export interface ProxyProblem {
  /** `<type>/<name>`. */
  readonly resource: string;
  readonly message: string;
}

/** A proxy that is connected now; the row is leased and vanishes with its stream. */
export interface ProxyStatusRow {
  /** Node name of the proxy. */
  readonly node: string;
  /** Service id of the proxy. */
  readonly proxyId: string;
  /** Tells streams of the same proxy apart. */
  readonly streamId: string;
  readonly sinceMs: number;
  readonly envoyVersion: string;
  readonly nacks: readonly ProxyNack[];
  readonly problems: readonly ProxyProblem[];
  /** What of its registration or of the configuration is passed over. */
  readonly warnings: readonly string[];
}
