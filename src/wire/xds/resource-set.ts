// SPDX-License-Identifier: Apache-2.0
// What one proxy should have, ready to send: every resource encoded once, with the hash that tells whether Envoy
// already has it. Builders (proxies/) make resource sets from snapshots; the stream machine sends the difference between
// two of them and never looks inside a resource. Resources that many proxies have in common are one object.

/** The five kinds, in the order in which a set lists them. */
export const RESOURCE_TYPES = ['clusters', 'endpoints', 'listeners', 'routes', 'secrets'] as const;
export type ResourceType = (typeof RESOURCE_TYPES)[number];

/** Type URLs as Envoy asks for them and as the `Any` of a resource carries them. */
export const TYPE_URLS: Readonly<Record<ResourceType, string>> = {
  clusters: 'type.googleapis.com/envoy.config.cluster.v3.Cluster',
  endpoints: 'type.googleapis.com/envoy.config.endpoint.v3.ClusterLoadAssignment',
  listeners: 'type.googleapis.com/envoy.config.listener.v3.Listener',
  routes: 'type.googleapis.com/envoy.config.route.v3.RouteConfiguration',
  secrets: 'type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.Secret',
};

/** A resource that Envoy forgets when its parent is sent again, so that it must be sent again too. */
export interface ResourceRef {
  readonly type: ResourceType;
  readonly name: string;
}

export interface Resource {
  readonly name: string;
  /** SHA-256 over the encoded message, lower-case hex: equal versions are equal resources. */
  readonly version: string;
  /** An encoded `google.protobuf.Any`: the type URL and the message. */
  readonly any: Uint8Array;
  /** The load assignment of an EDS cluster; the route configurations that a listener asks RDS for. */
  readonly children?: readonly ResourceRef[];
}

export type Resources = ReadonlyMap<string, Resource>;

/** A resource that could not be built; the others of the set are not affected. */
export interface ResourceProblem {
  /** `<type>/<name>`: 'listeners/api:127.0.0.1:5000'. */
  readonly resource: string;
  readonly message: string;
}

/** Everything that one proxy should have now; closed under reference: what is named in it is in it. */
export interface ResourceSet extends Readonly<Record<ResourceType, Resources>> {
  readonly problems: readonly ResourceProblem[];
}
