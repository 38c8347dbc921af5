// SPDX-License-Identifier: Apache-2.0
// From our shapes to what peers get. Encoded once per value of a view, however many peers it goes to:
// the bytes live as long as the value does.
import { create, type MessageInitShape, toBinary } from '@bufbuild/protobuf';
import {
  PeeringServerAddressesSchema,
  PeeringTrustBundleSchema,
} from '../../gen/consul/peering_pb.ts';
import {
  ExportedServiceListSchema,
  ExportedServiceSchema,
} from '../../gen/consul/peerstream_pb.ts';
import type { CheckServiceNodeSchema, NodeServiceSchema } from '../../gen/consul/service_pb.ts';
import type { HealthCheck } from '../../model/catalog/check.ts';
import type { Node } from '../../model/catalog/node.ts';
import type { NodeService } from '../../model/catalog/service.ts';
import type { PeerInstance } from '../../model/peering/instance.ts';

const encoded = new WeakMap<object, Uint8Array>();

/** How often something was encoded, for the test that proves sharing. */
export const encodeCounters = { encoded: 0 };

function once<T extends object>(value: T, encode: (value: T) => Uint8Array): Uint8Array {
  let bytes = encoded.get(value);
  if (bytes === undefined) {
    encodeCounters.encoded += 1;
    bytes = encode(value);
    encoded.set(value, bytes);
  }
  return bytes;
}

/** ExportedService */
export function encodeInstances(instances: readonly PeerInstance[]): Uint8Array {
  return once(instances, (value) => {
    const Nodes = value.map(checkServiceNode);
    return toBinary(ExportedServiceSchema, create(ExportedServiceSchema, { Nodes }));
  });
}

/** ExportedServiceList */
export function encodeNames(names: readonly string[]): Uint8Array {
  return once(names, (value) => {
    const message = create(ExportedServiceListSchema, { Services: [...value] });
    return toBinary(ExportedServiceListSchema, message);
  });
}

/** PeeringTrustBundle; indexes and names are the receiver's to set. */
export function encodeTrustBundle(bundle: {
  readonly TrustDomain: string;
  readonly RootPEMs: readonly string[];
}): Uint8Array {
  return once(bundle, ({ TrustDomain, RootPEMs }) => {
    const message = create(PeeringTrustBundleSchema, { TrustDomain, RootPEMs: [...RootPEMs] });
    return toBinary(PeeringTrustBundleSchema, message);
  });
}

/** PeeringServerAddresses */
export function encodeAddresses(addresses: readonly string[]): Uint8Array {
  return once(addresses, (value) => {
    const message = create(PeeringServerAddressesSchema, { Addresses: [...value] });
    return toBinary(PeeringServerAddressesSchema, message);
  });
}

type Init = MessageInitShape<typeof CheckServiceNodeSchema>;
type ServiceInit = MessageInitShape<typeof NodeServiceSchema>;

function checkServiceNode({ Node, Service, Checks }: PeerInstance): Init {
  return { Node: node(Node), Service: service(Service), Checks: Checks.map(check) };
}

function node(value: Node): NonNullable<Init['Node']> {
  const { ID, Node: name, Address, Datacenter, TaggedAddresses, Meta, Locality } = value;
  return {
    ID,
    Node: name,
    Address,
    Datacenter,
    TaggedAddresses: { ...TaggedAddresses },
    Meta: { ...Meta },
    ...(Locality === undefined ? {} : { Locality }),
  };
}

function service(value: NodeService): ServiceInit {
  const { Kind, Tags, TaggedAddresses, Meta, Ports, Proxy, Connect, SocketPath, Locality } = value;
  const { ID, Service, Address, Port, Weights, EnableTagOverride } = value;
  return {
    Kind: Kind ?? '',
    ID,
    Service,
    Tags: [...(Tags ?? [])],
    Address,
    Meta: { ...Meta },
    Port,
    Weights,
    EnableTagOverride,
    ...(Kind === 'connect-proxy' ? { Proxy: proxy(Proxy) } : {}),
    ...(Connect.PeerMeta === undefined ? {} : { Connect: { PeerMeta: peerMeta(Connect) } }),
    TaggedAddresses: { ...TaggedAddresses },
    EnterpriseMeta: {},
    SocketPath: SocketPath ?? '',
    ...(Locality === undefined ? {} : { Locality }),
    Ports: [...(Ports ?? [])],
  };
}

function proxy(value: NodeService['Proxy']): NonNullable<ServiceInit['Proxy']> {
  const { DestinationServiceName = '', DestinationServiceID = '' } = value;
  return { DestinationServiceName, DestinationServiceID };
}

function peerMeta({ PeerMeta }: NodeService['Connect']) {
  const { SNI = [], SpiffeID = [], Protocol = '' } = PeerMeta ?? {};
  return { SNI: [...SNI], SpiffeID: [...SpiffeID], Protocol };
}

function check(value: HealthCheck) {
  const { Node: name, CheckID, Name, Status, ServiceID, ServiceName } = value;
  return { Node: name, CheckID, Name, Status, ServiceID, ServiceName, EnterpriseMeta: {} };
}
