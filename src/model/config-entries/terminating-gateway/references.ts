// SPDX-License-Identifier: Apache-2.0
import { refuseNamesake } from '../gateway-names.ts';
import type { FindEntry } from '../kind.ts';
import type { TerminatingGateway } from './schema.ts';

export function checkTerminatingGatewayReferences(
  entry: TerminatingGateway,
  find: FindEntry,
): void {
  refuseNamesake(entry, 'ingress-gateway', find);
}
