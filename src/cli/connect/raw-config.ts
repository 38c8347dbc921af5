// SPDX-License-Identifier: Apache-2.0
// Keys of a proxy's opaque config that its bootstrap is made from (dataplane §3.9), as their users write them.
import type { OpaqueConfig } from '../../model/catalog/service.ts';

/** A text; a number counts as one. Undefined when the key is not set, or set to nothing. */
export function textOf(config: OpaqueConfig, key: string): string | undefined {
  const value = config[key];
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value.trim() !== '' ? value : undefined;
}

/** Texts; one alone counts as a list of one. */
export function textsOf(config: OpaqueConfig, key: string): readonly string[] {
  return [config[key] ?? []].flat().map(String);
}

/**
 * Raw JSON: one value, or several with commas between and no brackets around. Throws an Error that names the
 * key.
 */
export function jsonOf(config: OpaqueConfig, key: string): readonly unknown[] {
  const text = textOf(config, key)?.trim();
  if (text === undefined) return [];
  try {
    return JSON.parse(text.startsWith('[') ? text : `[${text}]`) as unknown[];
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`${key}: ${reason}`, { cause: error });
  }
}

/** Throws an Error that names a key whose wish can't be met here: to go on without it would be to ignore it. */
export function refuseUnsupported(config: OpaqueConfig): void {
  for (const key of ['envoy_bootstrap_json_tpl', 'envoy_telemetry_collector_bind_socket_dir']) {
    if (textOf(config, key) !== undefined) throw new Error(`${key} is not supported`);
  }
}
