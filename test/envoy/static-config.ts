// SPDX-License-Identifier: Apache-2.0
// A resource set as a bootstrap that needs no control plane: what would be discovered stands in it. In: resources as
// they are sent. Out: Envoy's JSON, with everything in it checked by Envoy when it starts.
import type { ResourceSet } from '../../src/wire/xds/resource-set.ts';
import { shownResources } from '../golden/proxies.ts';

type Json = Record<string, unknown>;

export function staticConfig(set: ResourceSet, adminPort: number): Json {
  const assignments = byName(set.endpoints, 'cluster_name');
  const routes = byName(set.routes, 'name');
  return {
    node: { id: 'test', cluster: 'test' },
    admin: { address: { socket_address: { address: '127.0.0.1', port_value: adminPort } } },
    layered_runtime: {
      layers: [{ name: 'base', static_layer: { 're2.max_program_size.error_level': 1_048_576 } }],
    },
    static_resources: {
      clusters: shownResources(set.clusters).map((one) => withEndpoints(one as Json, assignments)),
      listeners: shownResources(set.listeners).map((one) => withRoutes(one as Json, routes)),
    },
  };
}

function byName(resources: ResourceSet['routes'], key: string): ReadonlyMap<string, Json> {
  const shown = shownResources(resources) as Json[];
  return new Map(shown.map((resource) => [String(resource[key]), untyped(resource)]));
}

function untyped({ '@type': _, ...fields }: Json): Json {
  return fields;
}

function withEndpoints(cluster: Json, assignments: ReadonlyMap<string, Json>): Json {
  const { eds_cluster_config: eds, ...fields } = untyped(cluster);
  if (eds === undefined) return fields;
  const assignment = assignments.get(String(cluster['name']));
  return { ...fields, type: 'STATIC', load_assignment: assignment };
}

/** Wherever routes would be asked for, they stand. */
function withRoutes(value: Json, routes: ReadonlyMap<string, Json>): Json {
  return replaced(untyped(value), routes) as Json;
}

function replaced(value: unknown, routes: ReadonlyMap<string, Json>): unknown {
  if (Array.isArray(value)) return value.map((item) => replaced(item, routes));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, item]: [string, unknown]) =>
    key === 'rds'
      ? ['route_config', routes.get(String((item as Json)['route_config_name']))]
      : [key, replaced(item, routes)],
  );
  return Object.fromEntries(entries) as Json;
}
