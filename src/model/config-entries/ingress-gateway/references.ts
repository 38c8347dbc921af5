// SPDX-License-Identifier: Apache-2.0
import { refuseNamesake } from '../gateway-names.ts';
import type { FindEntry } from '../kind.ts';
import type { IngressGateway } from './schema.ts';

export function checkIngressGatewayReferences(entry: IngressGateway, find: FindEntry): void {
  refuseNamesake(entry, 'terminating-gateway', find);
}
