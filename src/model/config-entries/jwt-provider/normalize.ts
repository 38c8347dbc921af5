// SPDX-License-Identifier: Apache-2.0
import { compact } from '../../shape/compact.ts';
import type { DecodedEntry } from '../decode.ts';
import type { JwtProvider } from './schema.ts';
import { jwtProviderShape } from './shape.ts';

const CLOCK_SKEW_SECONDS = 30;

export function normalizeJwtProvider(written: DecodedEntry<'jwt-provider'>): JwtProvider {
  const { Forwarding, ...rest } = compact(jwtProviderShape, written);
  return {
    Name: '',
    ClockSkewSeconds: CLOCK_SKEW_SECONDS,
    ...rest,
    // The one field here that is shown even when it is false.
    ...(Forwarding === undefined
      ? {}
      : { Forwarding: { PadForwardPayloadHeader: false, ...Forwarding } }),
  };
}
