// SPDX-License-Identifier: Apache-2.0
// Reading opaque proxy configuration: whatever users wrote in `Config`. Keys are found however they are cased and
// whether words are joined by `_` or not; numbers may be texts. A value that can't be read counts as absent.
import type { OpaqueConfig } from '../catalog/service.ts';
import { parseDurationMs } from '../duration.ts';

/** Opaque configuration by folded key: 'connecttimeoutms'. */
export type Folded = ReadonlyMap<string, unknown>;

/** Later ones win, key by key. */
export function foldedConfig(...configs: readonly (OpaqueConfig | null | undefined)[]): Folded {
  const found = new Map<string, unknown>();
  for (const config of configs) {
    for (const [key, value] of Object.entries(config ?? {})) {
      if (value !== undefined && value !== null) found.set(fold(key), value);
    }
  }
  return found;
}

export function textAt(config: Folded, key: string): string | undefined {
  const value = config.get(fold(key));
  if (typeof value === 'string') return value === '' ? undefined : value;
  return typeof value === 'number' ? String(value) : undefined;
}

/** A whole number from `min` to `max`, by default what fits into 32 bits. */
export function numberAt(
  config: Folded,
  key: string,
  min = 0,
  max = 0xffff_ffff,
): number | undefined {
  return wholeNumber(config.get(fold(key)), min, max);
}

export function portAt(config: Folded, key: string): number | undefined {
  return numberAt(config, key, 1, 65_535);
}

export function flagAt(config: Folded, key: string): boolean {
  const value = config.get(fold(key));
  return (
    value === true || value === 1 || (typeof value === 'string' && /^(1|t|true)$/i.test(value))
  );
}

export function objectAt(config: Folded, key: string): OpaqueConfig | undefined {
  const value = config.get(fold(key));
  return isObject(value) ? value : undefined;
}

/** A Go duration text, or a number of nanoseconds, as JSON shows one; in milliseconds. */
export function durationMsAt(config: Folded, key: string): number | undefined {
  const value = config.get(fold(key));
  if (typeof value === 'string' && Number.isNaN(Number(value))) return parseDurationMs(value);
  const nanoseconds = wholeNumber(value, 0, Number.MAX_SAFE_INTEGER);
  return nanoseconds === undefined ? undefined : nanoseconds / 1e6;
}

export function isObject(value: unknown): value is OpaqueConfig {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function wholeNumber(value: unknown, min: number, max: number): number | undefined {
  const isText = typeof value === 'string' && value.trim() !== '';
  const number = isText ? Number(value) : typeof value === 'number' ? value : Number.NaN;
  return number >= min && number <= max ? Math.trunc(number) : undefined;
}

function fold(key: string): string {
  return key.toLowerCase().replaceAll('_', '');
}
