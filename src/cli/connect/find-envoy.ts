// SPDX-License-Identifier: Apache-2.0
import { execFileSync } from 'node:child_process';
import { accessSync, constants, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { Environment } from '../../client/address.ts';

/** Oldest and newest Envoy that this version is tested with; others need -ignore-envoy-compatibility. */
const OLDEST = [1, 33] as const;
const NEWEST = [1, 40] as const;

const TOOLS = join(import.meta.dirname, '..', '..', '..', '.tools');

/** -envoy-binary, $ENVOY_PATH, `envoy` in PATH, or the copy that the set-up installed; the newest of several. */
export function findEnvoy(flag: string | undefined, environment: Environment): string {
  if (flag !== undefined) return flag;
  if (environment['ENVOY_PATH']) return environment['ENVOY_PATH'];
  const inPath = (environment['PATH'] ?? '')
    .split(delimiter)
    .filter((folder) => folder !== '')
    .map((folder) => join(folder, 'envoy'))
    .find(isExecutable);
  const found = inPath ?? installedEnvoy();
  if (found !== undefined) return found;
  throw new Error(
    "Couldn't find an Envoy binary: name one with -envoy-binary or $ENVOY_PATH, or put `envoy` in PATH",
  );
}

function installedEnvoy(): string | undefined {
  let folders: string[];
  try {
    folders = readdirSync(TOOLS).filter((name) => name.startsWith('envoy-'));
  } catch {
    return undefined;
  }
  return folders
    .sort((a, b) => b.localeCompare(a, 'en', { numeric: true }))
    .map((folder) => join(TOOLS, folder, 'envoy'))
    .find(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Throws an Error that says what to do when this Envoy is older or newer than what is tested. */
export function checkEnvoyVersion(binary: string): void {
  let output: string;
  try {
    output = execFileSync(binary, ['--version'], { encoding: 'utf8', timeout: 10_000 });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`Couldn't run ${binary} --version: ${reason}`, { cause: error });
  }
  const found = /\/(\d+)\.(\d+)\.(\d+)/.exec(output);
  if (found === null) throw new Error(`${binary} --version names no version`);
  const version = [Number(found[1]), Number(found[2])] as const;
  if (compare(version, OLDEST) >= 0 && compare(version, NEWEST) <= 0) return;
  throw new Error(
    `Envoy ${found[1]}.${found[2]}.${found[3]} is not supported, ${OLDEST.join('.')} to ${NEWEST.join('.')} are; ` +
      'if you know better, use -ignore-envoy-compatibility',
  );
}

function compare(a: readonly [number, number], b: readonly [number, number]): number {
  return a[0] - b[0] || a[1] - b[1];
}
