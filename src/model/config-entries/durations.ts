// SPDX-License-Identifier: Apache-2.0
import { formatDuration } from '../duration.ts';

/** Nanoseconds as Go's text, or undefined for none: what is empty is not shown. */
export function durationText(nanoseconds: number | undefined): string | undefined {
  return nanoseconds === undefined || nanoseconds === 0
    ? undefined
    : formatDuration(nanoseconds / 1e6);
}
