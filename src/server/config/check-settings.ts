// SPDX-License-Identifier: Apache-2.0
// What a configuration says of checks as a whole.
import type { ChecksAllowed } from '../../model/agent/check-type.ts';
import type { Machine } from './addresses/machine.ts';
import type { Findings } from './findings.ts';
import type { RawConfig } from './keys/keys.ts';

export interface CheckSettings {
  /** How long a changed output may wait to be kept; 0 keeps it at once. */
  readonly outputIntervalMs: number;
  readonly maxOutputBytes: number;
  readonly discardsOutput: boolean;
  /** Which checks files may define. */
  readonly local: ChecksAllowed;
  /** Which checks may be registered over the API. */
  readonly remote: ChecksAllowed;
}

const DEFAULT_MAX_OUTPUT_BYTES = 4_096;
const DEFAULT_OUTPUT_INTERVAL_MS = 5 * 60_000;
const DANGEROUS =
  'using enable-script-checks without ACLs and without allow_write_http_from is DANGEROUS: whoever reaches the HTTP API can run programs here; use enable-local-script-checks instead';

export function checkSettings(raw: RawConfig, machine: Machine, findings: Findings): CheckSettings {
  const maxOutputBytes = raw.check_output_max_size ?? DEFAULT_MAX_OUTPUT_BYTES;
  if (maxOutputBytes < 1) {
    findings.problem(
      'check_output_max_size',
      'check_output_max_size must be positive, to discard check output use the discard_check_output flag',
    );
  }
  const isRemote = raw.enable_script_checks ?? false;
  const isLocal = raw.enable_local_script_checks ?? isRemote;
  const writers = raw.http_config?.allow_write_http_from ?? [];
  if (isRemote && writers.length === 0) findings.note(DANGEROUS);
  const osServices = machine.runsSystemd();
  return {
    outputIntervalMs: findings.durationMs(
      'check_update_interval',
      raw.check_update_interval,
      DEFAULT_OUTPUT_INTERVAL_MS,
    ),
    maxOutputBytes,
    discardsOutput: raw.discard_check_output ?? false,
    local: { scripts: isLocal, osServices, source: 'local' },
    remote: { scripts: isRemote, osServices, source: 'remote' },
  };
}
