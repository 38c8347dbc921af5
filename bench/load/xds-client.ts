// SPDX-License-Identifier: Apache-2.0
// What an Envoy says on its discovery stream, without being one: it asks for all clusters and listeners,
// then for the endpoints and routes that those refer to, and acknowledges everything. Pure: no socket.
import { create, fromBinary } from '@bufbuild/protobuf';
import { anyUnpack } from '@bufbuild/protobuf/wkt';
import {
  type Cluster,
  Cluster_DiscoveryType,
  ClusterSchema,
} from '../../src/gen/envoy/config/cluster/v3/cluster_pb.ts';
import type { Node } from '../../src/gen/envoy/config/core/v3/base_pb.ts';
import { NodeSchema } from '../../src/gen/envoy/config/core/v3/base_pb.ts';
import {
  type Listener,
  ListenerSchema,
} from '../../src/gen/envoy/config/listener/v3/listener_pb.ts';
import { HttpConnectionManagerSchema } from '../../src/gen/envoy/extensions/filters/network/http_connection_manager/v3/http_connection_manager_pb.ts';
import {
  type DeltaDiscoveryRequest,
  DeltaDiscoveryRequestSchema,
  type DeltaDiscoveryResponse,
  type Resource,
} from '../../src/gen/envoy/service/discovery/v3/discovery_pb.ts';

const TYPE = 'type.googleapis.com/envoy.config';
export const CLUSTERS = `${TYPE}.cluster.v3.Cluster`;
export const ENDPOINTS = `${TYPE}.endpoint.v3.ClusterLoadAssignment`;
export const LISTENERS = `${TYPE}.listener.v3.Listener`;
export const ROUTES = `${TYPE}.route.v3.RouteConfiguration`;

const ENVOY = { majorNumber: 1, minorNumber: 35, patch: 0 };

/** Names that resources refer to; read once for each version of a resource, however many clients get it. */
export class References {
  readonly #names = new Map<string, readonly string[]>();

  of(typeUrl: string, { name, version, resource }: Resource): readonly string[] {
    const key = `${typeUrl} ${name} ${version}`;
    let names = this.#names.get(key);
    if (names === undefined) {
      names = resource === undefined ? [] : referencesIn(typeUrl, resource.value);
      this.#names.set(key, names);
    }
    return names;
  }
}

export class XdsClient {
  readonly #node: Node;
  readonly #references: References;
  readonly #asked: Readonly<Record<string, Set<string>>> = {
    [ENDPOINTS]: new Set(),
    [ROUTES]: new Set(),
  };

  constructor(nodeName: string, proxyId: string, references: References) {
    this.#references = references;
    this.#node = create(NodeSchema, {
      id: proxyId,
      cluster: proxyId,
      metadata: { node_name: nodeName, namespace: 'default', partition: 'default' },
      userAgentName: 'envoy',
      userAgentVersionType: { case: 'userAgentBuildVersion', value: { version: ENVOY } },
    });
  }

  /** What it says first. */
  greet(): readonly DeltaDiscoveryRequest[] {
    return [
      create(DeltaDiscoveryRequestSchema, { node: this.#node, typeUrl: CLUSTERS }),
      create(DeltaDiscoveryRequestSchema, { typeUrl: LISTENERS }),
    ];
  }

  /** The acknowledgement, and the question for what has become of interest. */
  answer({ typeUrl, nonce, resources }: DeltaDiscoveryResponse): readonly DeltaDiscoveryRequest[] {
    const acknowledgement = create(DeltaDiscoveryRequestSchema, { typeUrl, responseNonce: nonce });
    const wanted = typeUrl === CLUSTERS ? ENDPOINTS : typeUrl === LISTENERS ? ROUTES : undefined;
    const asked = wanted === undefined ? undefined : this.#asked[wanted];
    if (wanted === undefined || asked === undefined) return [acknowledgement];
    const names = resources.flatMap((resource) => this.#references.of(typeUrl, resource));
    const unknown = [...new Set(names).difference(asked)];
    if (unknown.length === 0) return [acknowledgement];
    for (const name of unknown) asked.add(name);
    const question = { typeUrl: wanted, resourceNamesSubscribe: unknown };
    return [acknowledgement, create(DeltaDiscoveryRequestSchema, question)];
  }
}

function referencesIn(typeUrl: string, message: Uint8Array): readonly string[] {
  if (typeUrl === CLUSTERS) return endpointsOf(fromBinary(ClusterSchema, message));
  return routesOf(fromBinary(ListenerSchema, message));
}

function endpointsOf(cluster: Cluster): readonly string[] {
  const { clusterDiscoveryType: discovery, edsClusterConfig, name } = cluster;
  if (discovery.case !== 'type' || discovery.value !== Cluster_DiscoveryType.EDS) return [];
  return [edsClusterConfig?.serviceName || name];
}

function routesOf({ filterChains, defaultFilterChain }: Listener): readonly string[] {
  const chains =
    defaultFilterChain === undefined ? filterChains : [...filterChains, defaultFilterChain];
  return chains.flatMap(({ filters }) =>
    filters.flatMap(({ configType }) => {
      if (configType.case !== 'typedConfig') return [];
      const manager = anyUnpack(configType.value, HttpConnectionManagerSchema);
      const specifier = manager?.routeSpecifier;
      return specifier?.case === 'rds' ? [specifier.value.routeConfigName] : [];
    }),
  );
}
