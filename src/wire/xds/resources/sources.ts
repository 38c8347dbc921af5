// SPDX-License-Identifier: Apache-2.0
import type { ConfigSourceSchema } from '../../../gen/envoy/config/core/v3/config_source_pb.ts';
import { ApiVersion } from '../../../gen/envoy/config/core/v3/config_source_pb.ts';
import { durationOf, type Init } from './message.ts';

/** "Ask on this same stream". `fetchTimeoutMs` is how long Envoy waits for an answer: 0 for ever, absent its own. */
export function adsSource(fetchTimeoutMs: number | undefined): Init<typeof ConfigSourceSchema> {
  const timeout =
    fetchTimeoutMs === undefined ? {} : { initialFetchTimeout: durationOf(fetchTimeoutMs) };
  return {
    configSourceSpecifier: { case: 'ads', value: {} },
    resourceApiVersion: ApiVersion.V3,
    ...timeout,
  };
}
