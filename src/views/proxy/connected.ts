// SPDX-License-Identifier: Apache-2.0
import type { ProxyStatusRow } from '../../model/proxy/status.ts';
import { proxyStatus } from '../../state/tables/proxy-status.ts';
import { defineView } from '../engine/view.ts';

/** A proxy that is connected now, what it refused and what could not be built for it. */
export interface ConnectedProxy {
  readonly Node: string;
  readonly ProxyID: string;
  /** '' when it is no Envoy or didn't say. */
  readonly EnvoyVersion: string;
  readonly ConnectedAt: string;
  readonly Rejected: readonly {
    readonly Type: string;
    readonly Resources: readonly string[];
    readonly Message: string;
    readonly At: string;
  }[];
  readonly LeftOut: readonly { readonly Resource: string; readonly Message: string }[];
  readonly Warnings: readonly string[];
}

/** All proxies that are connected, one for each stream, in the order of their nodes and ids. */
export const connectedProxyList = defineView<null, readonly ConnectedProxy[]>({
  name: 'proxy/connected',
  key: () => '',
  compute: (read) => read.all(proxyStatus).map(({ value }) => shown(value)),
});

function shown(row: ProxyStatusRow): ConnectedProxy {
  return {
    Node: row.node,
    ProxyID: row.proxyId,
    EnvoyVersion: row.envoyVersion,
    ConnectedAt: timeOf(row.sinceMs),
    Rejected: row.nacks.map(({ type, resources, message, atMs }) => {
      return { Type: type, Resources: resources, Message: message, At: timeOf(atMs) };
    }),
    LeftOut: row.problems.map(({ resource, message }) => {
      return { Resource: resource, Message: message };
    }),
    Warnings: row.warnings,
  };
}

const timeOf = (ms: number): string => new Date(ms).toISOString();
