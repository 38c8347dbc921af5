// SPDX-License-Identifier: Apache-2.0
// The words of the peer stream: resource types, their ids, and the messages that both ends send.
import { create, type DescMessage } from '@bufbuild/protobuf';
import {
  PeeringServerAddressesSchema,
  PeeringTrustBundleSchema,
} from '../../gen/consul/peering_pb.ts';
import {
  ExportedServiceListSchema,
  ExportedServiceSchema,
  Operation,
  type ReplicationMessage,
  ReplicationMessageSchema,
} from '../../gen/consul/peerstream_pb.ts';
import type { RemoteInfo } from '../../model/peering/peering.ts';

const urlOf = (schema: DescMessage): string => `type.googleapis.com/${schema.typeName}`;

/** Resource types; each is also the type URL of what travels in it. */
export const SERVICE_URL = urlOf(ExportedServiceSchema);
export const SERVICE_LIST_URL = urlOf(ExportedServiceListSchema);
export const TRUST_BUNDLE_URL = urlOf(PeeringTrustBundleSchema);
export const SERVER_ADDRESSES_URL = urlOf(PeeringServerAddressesSchema);

/** In the order in which they are subscribed to; the last one by dialers only. A URL besides these ends a stream with Consul. */
export const RESOURCE_URLS: readonly string[] = [
  SERVICE_URL,
  SERVICE_LIST_URL,
  TRUST_BUNDLE_URL,
  SERVER_ADDRESSES_URL,
];

/** The one resource of each type that has only one. Services are called by their names. */
export const SERVICE_LIST_ID = 'exported-service-list';
export const TRUST_BUNDLE_ID = 'roots';
export const SERVER_ADDRESSES_ID = 'server-addrs';

/** gRPC metadata by which two of ours know each other; its value is the version. Consul ignores it. */
export const VERSION_METADATA = 'causeway-version';

/** Codes of a refusal on the stream. */
export const INVALID_ARGUMENT = 3;
export const INTERNAL = 13;

export function openMessage(
  peerId: string,
  secret: string,
  remote: RemoteInfo,
): ReplicationMessage {
  const { Partition, Datacenter, Locality } = remote;
  const value = {
    PeerID: peerId,
    StreamSecretID: secret,
    Remote: { Partition, Datacenter, ...(Locality === null ? {} : { Locality }) },
  };
  return create(ReplicationMessageSchema, { Payload: { case: 'open', value } });
}

/** `peerId` is the acceptor's id of the peering when a dialer asks, else ''. */
export function subscription(url: string, peerId: string): ReplicationMessage {
  const value = { ResourceURL: url, PeerID: peerId };
  return create(ReplicationMessageSchema, { Payload: { case: 'request', value } });
}

export function ack(url: string, nonce: string): ReplicationMessage {
  const value = { ResourceURL: url, ResponseNonce: nonce };
  return create(ReplicationMessageSchema, { Payload: { case: 'request', value } });
}

export function nack(
  url: string,
  nonce: string,
  code: number,
  message: string,
): ReplicationMessage {
  const value = { ResourceURL: url, ResponseNonce: nonce, Error: { code, message } };
  return create(ReplicationMessageSchema, { Payload: { case: 'request', value } });
}

/** `bytes` is the encoded message that `url` names. */
export function upsert(
  nonce: string,
  url: string,
  id: string,
  bytes: Uint8Array,
): ReplicationMessage {
  const value = {
    Nonce: nonce,
    ResourceURL: url,
    ResourceID: id,
    Resource: { typeUrl: url, value: bytes },
    operation: Operation.UPSERT,
  };
  return create(ReplicationMessageSchema, { Payload: { case: 'response', value } });
}

export function heartbeat(): ReplicationMessage {
  return create(ReplicationMessageSchema, { Payload: { case: 'heartbeat', value: {} } });
}

export function terminated(): ReplicationMessage {
  return create(ReplicationMessageSchema, { Payload: { case: 'terminated', value: {} } });
}
