// SPDX-License-Identifier: Apache-2.0
// One encoded resource, and what it refers to. In: a message as a plain object. Out: bytes with the hash of them.
import { hash } from 'node:crypto';
import type { DescMessage } from '@bufbuild/protobuf';
import { AnySchema } from '@bufbuild/protobuf/wkt';
import { ClusterSchema } from '../../../gen/envoy/config/cluster/v3/cluster_pb.ts';
import { ClusterLoadAssignmentSchema } from '../../../gen/envoy/config/endpoint/v3/endpoint_pb.ts';
import { ListenerSchema } from '../../../gen/envoy/config/listener/v3/listener_pb.ts';
import { RouteConfigurationSchema } from '../../../gen/envoy/config/route/v3/route_pb.ts';
import type { Resource, ResourceRef } from '../resource-set.ts';
import { anyOf, encode, type Init } from './message.ts';

/** A resource that may be sent once everything that it needs is sent too. */
export interface Built extends Resource {
  readonly needs: readonly ResourceRef[];
}

export function builtListener(
  init: Init<typeof ListenerSchema> & { name: string },
  needs: readonly ResourceRef[],
): Built {
  const children = needs.filter(({ type }) => type === 'routes');
  return built(ListenerSchema, init, init.name, { needs, children });
}

export function builtCluster(
  init: Init<typeof ClusterSchema> & { name: string },
  needs: readonly ResourceRef[],
): Built {
  return built(ClusterSchema, init, init.name, { needs, children: needs });
}

export function builtRoute(
  init: Init<typeof RouteConfigurationSchema> & { name: string },
  needs: readonly ResourceRef[],
): Built {
  return built(RouteConfigurationSchema, init, init.name, { needs, children: [] });
}

export function builtLoadAssignment(
  init: Init<typeof ClusterLoadAssignmentSchema> & { clusterName: string },
): Built {
  return built(ClusterLoadAssignmentSchema, init, init.clusterName, { needs: [], children: [] });
}

function built<Desc extends DescMessage>(
  schema: Desc,
  init: Init<Desc>,
  name: string,
  referred: Pick<Built, 'needs'> & Required<Pick<Built, 'children'>>,
): Built {
  const any = encode(AnySchema, anyOf(schema, init));
  const { needs, children } = referred;
  const resource = { name, version: hash('sha256', any, 'hex'), any, needs };
  return children.length === 0 ? resource : { ...resource, children };
}

/** What is referred to, each once. */
export function refs(type: ResourceRef['type'], names: Iterable<string>): readonly ResourceRef[] {
  return [...new Set(names)].map((name) => ({ type, name }));
}
