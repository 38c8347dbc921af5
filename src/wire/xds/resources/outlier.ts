// SPDX-License-Identifier: Apache-2.0
import type { OutlierDetectionSchema } from '../../../gen/envoy/config/cluster/v3/outlier_detection_pb.ts';
import type { PassiveHealthCheck } from '../../../model/proxy/upstream-settings.ts';
import { durationOf, type Init } from './message.ts';

// Envoy ejects a host if the share of ejected hosts, this one included, stays within this. Ninety-nine is reached by
// every host but the last one (for up to a hundred hosts), so all may go but one, and a sole one never does.
const ALL_BUT_ONE = 99;

/** Hosts that keep failing are left out for a while; with Envoy's own limits where nothing is said. */
export function outlierDetection(check: PassiveHealthCheck): Init<typeof OutlierDetectionSchema> {
  const { intervalMs, baseEjectionTimeMs, maxFailures } = check;
  return {
    ...(intervalMs === undefined ? {} : { interval: durationOf(intervalMs) }),
    ...(baseEjectionTimeMs === undefined
      ? {}
      : { baseEjectionTime: durationOf(baseEjectionTimeMs) }),
    ...(maxFailures === undefined ? {} : { consecutive5xx: maxFailures }),
    ...given('enforcingConsecutive5xx', check.enforcingConsecutive5xx),
    ...given('maxEjectionPercent', check.maxEjectionPercent),
  };
}

/**
 * The same toward gateways: many services stand behind each, so all of them but one may be left out, and the last one
 * never is, however often calls fail. It would take down what works along with what doesn't.
 */
export function gatewayOutlierDetection(
  check: PassiveHealthCheck,
): Init<typeof OutlierDetectionSchema> {
  const maxEjectionPercent = Math.min(check.maxEjectionPercent ?? ALL_BUT_ONE, ALL_BUT_ONE);
  return { ...outlierDetection({ ...check, maxEjectionPercent }), alwaysEjectOneHost: false };
}

function given<K extends string>(name: K, value: number | undefined): { [key in K]?: number } {
  return (value === undefined ? {} : { [name]: value }) as { [key in K]?: number };
}
