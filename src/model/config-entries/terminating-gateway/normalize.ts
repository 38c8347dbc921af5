// SPDX-License-Identifier: Apache-2.0
import { compact } from '../../shape/compact.ts';
import type { DecodedEntry } from '../decode.ts';
import { nothingOf } from '../empty.ts';
import type { TerminatingGateway } from './schema.ts';
import { terminatingGatewayShape } from './shape.ts';

export function normalizeTerminatingGateway(
  written: DecodedEntry<'terminating-gateway'>,
): TerminatingGateway {
  const { Services, ...rest } = compact(terminatingGatewayShape, written);
  return { Name: '', ...rest, Services: Services ?? nothingOf(written.Services) };
}
