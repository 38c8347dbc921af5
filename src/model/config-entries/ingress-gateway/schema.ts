// SPDX-License-Identifier: Apache-2.0
import type { ValueOf } from '../../shape/shape.ts';
import type { ConfigEntry } from '../entry.ts';
import type { ingressGatewayShape } from './shape.ts';

type Written = ValueOf<typeof ingressGatewayShape>;
type WrittenListener = NonNullable<Written['Listeners']>[number];
type WrittenService = NonNullable<WrittenListener['Services']>[number];

export type GatewayTls = NonNullable<Written['TLS']>;

export type IngressService = Omit<WrittenService, 'Name' | 'Hosts'> & {
  readonly Name: string;
  readonly Hosts: readonly string[] | null;
};

export interface IngressListener {
  readonly Port: number;
  /** In lower case. */
  readonly Protocol: string;
  readonly TLS?: GatewayTls;
  readonly Services: readonly IngressService[] | null;
}

/** What a gateway serves to callers from outside the mesh. */
export interface IngressGateway extends ConfigEntry {
  readonly Kind: 'ingress-gateway';
  readonly TLS: GatewayTls;
  readonly Listeners: readonly IngressListener[] | null;
  readonly Defaults?: object;
}
