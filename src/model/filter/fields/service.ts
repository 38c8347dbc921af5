// SPDX-License-Identifier: Apache-2.0
import { bool, type Fields, int, list, map, string, structure } from '../field.ts';
import { proxyField } from './proxy.ts';

const taggedAddressesField = map(structure({ Address: string, Port: int }));
const weightsField = structure({ Passing: int, Warning: int });
const connectField = structure({ Native: bool });

/** An instance, on its node, in a health answer, or with an agent. */
export const serviceFields: Fields = {
  Kind: string,
  ID: string,
  Service: string,
  Tags: list(string),
  Address: string,
  TaggedAddresses: taggedAddressesField,
  Meta: map(string),
  Port: int,
  SocketPath: string,
  Weights: weightsField,
  EnableTagOverride: bool,
  Proxy: proxyField,
  Connect: connectField,
  PeerName: string,
};

/** An instance flat with its node, as /v1/catalog/service shows it. */
export const catalogServiceFields: Fields = {
  ID: string,
  Node: string,
  Address: string,
  Datacenter: string,
  TaggedAddresses: map(string),
  NodeMeta: map(string),
  ServiceKind: string,
  ServiceID: string,
  ServiceName: string,
  ServiceTags: list(string),
  ServiceAddress: string,
  ServiceTaggedAddresses: taggedAddressesField,
  ServiceWeights: weightsField,
  ServiceMeta: map(string),
  ServicePort: int,
  ServiceSocketPath: string,
  ServiceEnableTagOverride: bool,
  ServiceProxy: proxyField,
  ServiceConnect: connectField,
  PeerName: string,
};
