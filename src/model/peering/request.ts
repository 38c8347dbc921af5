// SPDX-License-Identifier: Apache-2.0
// What POST /v1/peering/token and /v1/peering/establish take, and what is checked of both.
import { metaError } from '../meta.ts';
import { Refusal } from '../refusal.ts';
import { list, map, object, type Shape, string } from '../shape/shape.ts';
import { DEFAULT_NAME } from '../tenancy.ts';

interface PeeringRequest {
  readonly PeerName?: string;
  readonly Partition?: string;
  readonly Meta?: Readonly<Record<string, string>>;
}

export interface TokenRequest extends PeeringRequest {
  readonly ServerExternalAddresses?: readonly string[];
}

export interface EstablishRequest extends PeeringRequest {
  readonly PeeringToken?: string;
}

export const tokenRequestShape: Shape<TokenRequest> = object('api/PeeringGenerateTokenRequest', {
  PeerName: string,
  Partition: string,
  Meta: map(string),
  ServerExternalAddresses: list(string),
});

export const establishRequestShape: Shape<EstablishRequest> = object(
  'api/PeeringEstablishRequest',
  {
    PeerName: string,
    PeeringToken: string,
    Partition: string,
    Meta: map(string),
  },
);

/** Throws a Refusal for a partition that only Consul's enterprise edition could have. */
export function checkRequestPartition({ Partition = '' }: PeeringRequest): void {
  if (Partition === '' || Partition.toLowerCase() === DEFAULT_NAME) return;
  throw new Refusal('rpc-error', 'Partitions are a Consul Enterprise feature');
}

/** Throws a Refusal unless the pairs can be attached to a peering. */
export function checkPeeringMeta(meta: Readonly<Record<string, string>> | undefined): void {
  const problem = metaError(meta ?? {});
  if (problem !== undefined) {
    throw new Refusal('rpc-error', `meta tags failed validation: ${problem}`);
  }
}
