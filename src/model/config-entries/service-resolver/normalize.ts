// SPDX-License-Identifier: Apache-2.0
import { compact } from '../../shape/compact.ts';
import type { DecodedEntry } from '../decode.ts';
import { durationText } from '../durations.ts';
import { withoutEmpty } from '../empty.ts';
import type { ServiceResolver } from './schema.ts';
import { serviceResolverShape } from './shape.ts';

export function normalizeServiceResolver(
  written: DecodedEntry<'service-resolver'>,
): ServiceResolver {
  const { ConnectTimeout, RequestTimeout, ...rest } = compact(serviceResolverShape, written);
  const times = {
    ConnectTimeout: durationText(ConnectTimeout),
    RequestTimeout: durationText(RequestTimeout),
  };
  return { Name: '', ...rest, ...withoutEmpty(times) };
}
