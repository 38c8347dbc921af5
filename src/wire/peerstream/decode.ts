// SPDX-License-Identifier: Apache-2.0
// From what a peer sent to our shapes. Takes only what the importer uses, so that nothing else of a peer
// can reach a row; partition and peer name are never read, they are the importer's to say. Refusals carry
// the words that go into the NACK.
import { type DescMessage, fromBinary, type MessageShape } from '@bufbuild/protobuf';
import type { Any } from '@bufbuild/protobuf/wkt';
import type { HealthCheck as HealthCheckMessage } from '../../gen/consul/health_check_pb.ts';
import type { Node as NodeMessage } from '../../gen/consul/node_pb.ts';
import type { Locality as LocalityMessage } from '../../gen/consul/common_pb.ts';
import type {
  CheckServiceNode,
  NodeService as ServiceMessage,
} from '../../gen/consul/service_pb.ts';
import type { HealthCheck } from '../../model/catalog/check.ts';
import type { Locality, Node } from '../../model/catalog/node.ts';
import type { Connect, NodeService, ServiceKind } from '../../model/catalog/service.ts';
import type { PeerInstance } from '../../model/peering/instance.ts';
import { Refusal } from '../../model/refusal.ts';

/** The message inside a resource of type `url`. */
export function unpack<D extends DescMessage>(schema: D, url: string, any: Any): MessageShape<D> {
  if (any.typeUrl !== url) {
    throw refused(`mismatched resourceURL "${url}" and Any typeUrl "${any.typeUrl}"`);
  }
  try {
    return fromBinary(schema, any.value, { readUnknownFields: false });
  } catch {
    throw refused('failed to unmarshal resource: proto: cannot parse invalid wire-format data');
  }
}

export function instancesOf(nodes: readonly CheckServiceNode[]): readonly PeerInstance[] {
  return nodes.map(({ Node, Service, Checks }) => {
    if (Node === undefined) throw unconvertible('an instance has no node');
    if (Service === undefined) throw unconvertible('an instance has no service');
    return { Node: nodeOf(Node), Service: serviceOf(Service), Checks: Checks.map(checkOf) };
  });
}

function nodeOf(message: NodeMessage): Node {
  return {
    ID: message.ID.toLowerCase(),
    Node: message.Node,
    Address: message.Address,
    Datacenter: message.Datacenter,
    TaggedAddresses: nullIfEmpty(message.TaggedAddresses),
    Meta: nullIfEmpty(message.Meta),
    ...localityOf(message.Locality),
  };
}

function serviceOf(message: ServiceMessage): NodeService {
  const { Passing = 1, Warning = 1 } = message.Weights ?? {};
  const tagged = Object.entries(message.TaggedAddresses).map(
    ([tag, { Address, Port }]) => [tag, { Address, Port }] as const,
  );
  const { DestinationServiceName = '', DestinationServiceID = '' } = message.Proxy ?? {};
  return {
    // Which kinds a peer may send is a rule of the importer.
    Kind: message.Kind as ServiceKind,
    ID: message.ID,
    Service: message.Service,
    Tags: message.Tags,
    Address: message.Address,
    TaggedAddresses: Object.fromEntries(tagged),
    Meta: nullIfEmpty(message.Meta),
    Port: message.Port,
    Ports: message.Ports.map(({ Name, Port, Default }) => ({ Name, Port, Default })),
    SocketPath: message.SocketPath,
    Weights: { Passing, Warning },
    EnableTagOverride: message.EnableTagOverride,
    Proxy: { DestinationServiceName, DestinationServiceID, MeshGateway: {}, Expose: {} },
    Connect: connectOf(message),
    ...localityOf(message.Locality),
  };
}

// An exporter never says that an instance is native: its proxies can't be reached but through gateways.
function connectOf({ Connect: message }: ServiceMessage): Connect {
  if (message?.PeerMeta === undefined) return {};
  const { SNI, SpiffeID, Protocol } = message.PeerMeta;
  return { PeerMeta: { SNI, SpiffeID, Protocol } };
}

function checkOf(message: HealthCheckMessage): HealthCheck {
  return {
    Node: message.Node,
    CheckID: message.CheckID,
    Name: message.Name,
    Status: message.Status,
    Notes: message.Notes,
    Output: message.Output,
    ServiceID: message.ServiceID,
    ServiceName: message.ServiceName,
    ServiceTags: message.ServiceTags,
    Type: message.Type,
    Interval: message.Interval,
    Timeout: message.Timeout,
    ExposedPort: message.ExposedPort,
    Definition: {},
  };
}

function localityOf(message: LocalityMessage | undefined): { Locality?: Locality } {
  if (message === undefined) return {};
  const { Region, Zone } = message;
  return { Locality: { ...(Region ? { Region } : {}), ...(Zone ? { Zone } : {}) } };
}

function nullIfEmpty(
  map: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> | null {
  const entries = Object.entries(map);
  return entries.length === 0 ? null : Object.fromEntries(entries);
}

function unconvertible(reason: string): Refusal {
  return refused(`failed to convert protobuf instances to structs: ${reason}`);
}

function refused(message: string): Refusal {
  return new Refusal('internal', message);
}
