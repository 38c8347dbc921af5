// SPDX-License-Identifier: Apache-2.0
import type { ValueOf } from '../../shape/shape.ts';
import type { ConfigEntry } from '../entry.ts';
import type { terminatingGatewayShape } from './shape.ts';

export type LinkedService = NonNullable<
  ValueOf<typeof terminatingGatewayShape>['Services']
>[number];

/** The services outside the mesh that a gateway leads to. */
export interface TerminatingGateway extends ConfigEntry {
  readonly Kind: 'terminating-gateway';
  readonly Services: readonly LinkedService[] | null;
}
