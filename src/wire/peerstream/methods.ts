// SPDX-License-Identifier: Apache-2.0
// The two methods that peers may call, as grpc-js wants them described.
import {
  create,
  type DescMessage,
  fromBinary,
  type MessageShape,
  toBinary,
} from '@bufbuild/protobuf';
import type { MethodDefinition } from '@grpc/grpc-js';
import {
  type ExchangeSecretRequest,
  ExchangeSecretRequestSchema,
  type ExchangeSecretResponse,
  ExchangeSecretResponseSchema,
  PeerStreamService,
  type ReplicationMessage,
  ReplicationMessageSchema,
} from '../../gen/consul/peerstream_pb.ts';

export const streamResources: MethodDefinition<ReplicationMessage, ReplicationMessage> = {
  path: `/${PeerStreamService.typeName}/${PeerStreamService.method.streamResources.name}`,
  requestStream: true,
  responseStream: true,
  ...codecOf('request', ReplicationMessageSchema),
  ...codecOf('response', ReplicationMessageSchema),
};

export const exchangeSecret: MethodDefinition<ExchangeSecretRequest, ExchangeSecretResponse> = {
  path: `/${PeerStreamService.typeName}/${PeerStreamService.method.exchangeSecret.name}`,
  requestStream: false,
  responseStream: false,
  ...codecOf('request', ExchangeSecretRequestSchema),
  ...codecOf('response', ExchangeSecretResponseSchema),
};

export const exchangeRequest = (peerId: string, secret: string): ExchangeSecretRequest =>
  create(ExchangeSecretRequestSchema, { PeerID: peerId, EstablishmentSecret: secret });

export const exchangeResponse = (streamSecret: string): ExchangeSecretResponse =>
  create(ExchangeSecretResponseSchema, { StreamSecret: streamSecret });

type Codec<P extends string, M> = Record<`${P}Serialize`, (message: M) => Buffer> &
  Record<`${P}Deserialize`, (bytes: Buffer) => M>;

function codecOf<P extends 'request' | 'response', D extends DescMessage>(
  part: P,
  schema: D,
): Codec<P, MessageShape<D>> {
  const serialize = (message: MessageShape<D>): Buffer => {
    const bytes = toBinary(schema, message);
    return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  };
  const deserialize = (bytes: Buffer): MessageShape<D> =>
    fromBinary(schema, bytes, { readUnknownFields: false });
  return { [`${part}Serialize`]: serialize, [`${part}Deserialize`]: deserialize } as Codec<
    P,
    MessageShape<D>
  >;
}
