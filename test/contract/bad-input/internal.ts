// SPDX-License-Identifier: Apache-2.0
import type { BadInput } from './bad-input.ts';

export const internalBadInput: readonly BadInput[] = [
  ['GET', '/v1/internal/federation-state/', '', 400, 'Missing datacenter name'],
  ['GET', '/v1/internal/federation-state/x', '', 404, ''],
  ['GET', '/v1/internal/federation-states?dc=ghost', '', 500, 'No path to datacenter'],
  ['GET', '/v1/internal/federation-states/mesh-gateways?index=abc', '', 400, 'Invalid index'],
];
