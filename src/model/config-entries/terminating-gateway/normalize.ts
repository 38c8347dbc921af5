// SPDX-License-Identifier: Apache-2.0
import { compact } from '../../shape/compact.ts';
import type { DecodedEntry } from '../decode.ts';
import type { TerminatingGateway } from './schema.ts';
import { terminatingGatewayShape } from './shape.ts';

export function normalizeTerminatingGateway(
  written: DecodedEntry<'terminating-gateway'>,
): TerminatingGateway {
  const { Services = null, ...rest } = compact(terminatingGatewayShape, written);
  return { Name: '', ...rest, Services };
}
