// SPDX-License-Identifier: Apache-2.0
// Listeners: an address and filter chains. In: a spec. Out: a resource that knows which clusters and routes it needs.
import { TrafficDirection } from '../../../gen/envoy/config/core/v3/base_pb.ts';
import type { FilterChainSchema } from '../../../gen/envoy/config/listener/v3/listener_components_pb.ts';
import { TlsInspectorSchema } from '../../../gen/envoy/extensions/filters/listener/tls_inspector/v3/tls_inspector_pb.ts';
import type { AccessLogs } from '../../../model/proxy/access-logs.ts';
import type { Address } from '../../../views/proxy/snapshot.ts';
import type { ResourceRef } from '../resource-set.ts';
import { listenerLogs } from './access-logs.ts';
import { addressOf, listenerName } from './addresses.ts';
import { type Built, builtListener } from './built.ts';
import { anyOf, type Init } from './message.ts';

export type FilterChainInit = Init<typeof FilterChainSchema>;

export interface ListenerSpec {
  /** First part of its name. */
  readonly name: string;
  readonly bind: Address;
  readonly direction?: 'inbound' | 'outbound';
  readonly chains: readonly FilterChainInit[];
  /** Filter chains are chosen by what a caller asks for when TLS begins. */
  readonly readsSni?: boolean;
  /** Every worker thread gets the same share of connections. */
  readonly isBalanced?: boolean;
  readonly accessLogs?: AccessLogs | undefined;
  readonly needs: readonly ResourceRef[];
}

const DIRECTIONS = {
  inbound: TrafficDirection.INBOUND,
  outbound: TrafficDirection.OUTBOUND,
} as const;

const tlsInspector = {
  name: 'envoy.filters.listener.tls_inspector',
  configType: { case: 'typedConfig', value: anyOf(TlsInspectorSchema, {}) },
} as const;

export function listener(spec: ListenerSpec): Built {
  const { name, bind, direction, chains, readsSni, isBalanced, needs } = spec;
  const init = {
    name: listenerName(name, bind),
    address: addressOf(bind),
    filterChains: [...chains],
    listenerFilters: readsSni ? [tlsInspector] : [],
    accessLog: listenerLogs(spec.accessLogs),
    ...(direction === undefined ? {} : { trafficDirection: DIRECTIONS[direction] }),
    ...(isBalanced
      ? { connectionBalanceConfig: { balanceType: { case: 'exactBalance', value: {} } as const } }
      : {}),
  };
  return builtListener(init, needs);
}
