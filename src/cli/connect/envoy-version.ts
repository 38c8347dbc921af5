// SPDX-License-Identifier: Apache-2.0
import { execFileSync } from 'node:child_process';
import { reasonOf, type SystemError } from '../../client/system-error.ts';

/** Oldest and newest Envoy that work; others need -ignore-envoy-compatibility. */
const OLDEST = [1, 33] as const;
const NEWEST = [1, 40] as const;

const TIMEOUT_MS = 10_000;

/** Asks a binary for its version. Throws an Error that names the binary when it has none. */
export function envoyVersionText(binary: string): string {
  try {
    return execFileSync(binary, ['--version'], {
      encoding: 'utf8',
      timeout: TIMEOUT_MS,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
  } catch (error) {
    const reason = reasonOf(error as SystemError);
    throw new Error(`Couldn't get envoy version for compatibility check: ${binary}: ${reason}`, {
      cause: error,
    });
  }
}

/** Throws an Error that says what to do when what `--version` printed names an older or newer Envoy. */
export function checkEnvoyVersion(printed: string): void {
  const [version, major, minor] = /(\d+)\.(\d+)\.\d+/.exec(printed) ?? [];
  if (version === undefined) throw new Error('unable to parse Envoy version from output');
  const found = [Number(major), Number(minor)] as const;
  if (compare(found, OLDEST) >= 0 && compare(found, NEWEST) <= 0) return;
  throw new Error(
    `Envoy version ${version} is not supported, ${OLDEST.join('.')} to ${NEWEST.join('.')} are. If there is a reason you need to use this version of envoy use the -ignore-envoy-compatibility flag.`,
  );
}

function compare(a: readonly [number, number], b: readonly [number, number]): number {
  return a[0] - b[0] || a[1] - b[1];
}
