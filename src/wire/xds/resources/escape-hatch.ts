// SPDX-License-Identifier: Apache-2.0
// Envoy's own JSON, written by a user in place of what we would build. In: text. Out: messages. What can't be read, or
// can't be made safe, is an error with a message for the user, never a listener without its checks.
import { anyUnpack } from '@bufbuild/protobuf/wkt';
import { type DescMessage, fromJson, type JsonValue, type MessageShape } from '@bufbuild/protobuf';
import { type Cluster, ClusterSchema } from '../../../gen/envoy/config/cluster/v3/cluster_pb.ts';
import {
  type Listener,
  ListenerSchema,
} from '../../../gen/envoy/config/listener/v3/listener_pb.ts';
import type { TransportSocket } from '../../../gen/envoy/config/core/v3/base_pb.ts';
import type { Filter } from '../../../gen/envoy/config/listener/v3/listener_components_pb.ts';
import {
  HttpConnectionManagerSchema,
  HttpConnectionManager_TracingSchema as TracingSchema,
} from '../../../gen/envoy/extensions/filters/network/http_connection_manager/v3/http_connection_manager_pb.ts';
import type { AccessPolicy } from '../../../model/intention/access-policy.ts';
import { extensions } from './extensions.ts';
import { anyOf } from './message.ts';
import { httpRbac, networkRbac } from './rbac.ts';

export function listenerFromJson(key: string, text: string): Listener {
  return messageFromJson(ListenerSchema, key, text);
}

/** The cluster under our name for it, so that what refers to it finds it. */
export function clusterFromJson(key: string, text: string, name: string): Cluster {
  const cluster = messageFromJson(ClusterSchema, key, text);
  if (cluster.loadAssignment !== undefined) cluster.loadAssignment.clusterName = name;
  return Object.assign(cluster, { name });
}

export function tracingFromJson(key: string, text: string): MessageShape<typeof TracingSchema> {
  return messageFromJson(TracingSchema, key, text);
}

/** The cluster, dialing with mutual TLS whatever its own socket was. */
export function withTls(cluster: Cluster, transportSocket: TransportSocket): Cluster {
  return Object.assign(cluster, { transportSocket });
}

/** The listener, with access control and mutual TLS put into every filter chain. */
export function guarded(
  listener: Listener,
  policy: AccessPolicy,
  transportSocket: TransportSocket,
): Listener {
  const chains = [...listener.filterChains];
  if (listener.defaultFilterChain !== undefined) chains.push(listener.defaultFilterChain);
  if (chains.length === 0) throw new Error('a listener without filter chains lets nobody in');
  for (const chain of chains) {
    chain.transportSocket = transportSocket;
    const hasManager = chain.filters.some(isHttpConnectionManager);
    if (!hasManager) chain.filters.unshift(networkRbac(policy));
    for (const filter of chain.filters) if (isHttpConnectionManager(filter)) guard(filter, policy);
  }
  return listener;
}

function isHttpConnectionManager({ configType }: Filter): boolean {
  return (
    configType.case === 'typedConfig' &&
    configType.value.typeUrl.endsWith(`/${HttpConnectionManagerSchema.typeName}`)
  );
}

function guard(filter: Filter, policy: AccessPolicy): void {
  const config = filter.configType.case === 'typedConfig' ? filter.configType.value : undefined;
  const manager = config && anyUnpack(config, HttpConnectionManagerSchema);
  if (manager === undefined) throw new Error(`filter ${filter.name} can't be read`);
  manager.httpFilters.unshift(httpRbac(policy));
  filter.configType = { case: 'typedConfig', value: anyOf(HttpConnectionManagerSchema, manager) };
}

function messageFromJson<Desc extends DescMessage>(
  schema: Desc,
  key: string,
  text: string,
): MessageShape<Desc> {
  try {
    const json = JSON.parse(text) as Record<string, JsonValue>;
    const { '@type': typeUrl, ...fields } = json;
    if (typeUrl !== undefined && typeUrl !== `type.googleapis.com/${schema.typeName}`) {
      throw new Error(`${String(typeUrl)} is no ${schema.typeName}`);
    }
    return fromJson(schema, fields, { registry: extensions });
  } catch (error) {
    throw new Error(`${key}: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
}
