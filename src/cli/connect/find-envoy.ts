// SPDX-License-Identifier: Apache-2.0
import { accessSync, constants, readdirSync, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { Environment } from '../../client/environment.ts';

const INSTALLED = join(import.meta.dirname, '..', '..', '..', '.tools');

/**
 * -envoy-binary, $ENVOY_PATH, `envoy` in PATH, or the newest copy that the set-up installed. Throws an Error
 * that says how to name one. Only what is searched for is looked at; what is named is taken as it is.
 */
export function findEnvoy(flag: string, environment: Environment, installed = INSTALLED): string {
  const named = flag || environment['ENVOY_PATH'];
  if (named) return named;
  const inPath = (environment['PATH'] ?? '')
    .split(delimiter)
    .filter((folder) => folder !== '')
    .map((folder) => join(folder, 'envoy'))
    .find(isExecutable);
  const found = inPath ?? newestIn(installed);
  if (found !== undefined) return found;
  throw new Error(
    "Couldn't find envoy binary: name one with -envoy-binary or $ENVOY_PATH, or put `envoy` in PATH",
  );
}

function newestIn(installed: string): string | undefined {
  return foldersIn(installed)
    .filter((name) => name.startsWith('envoy-'))
    .sort((a, b) => b.localeCompare(a, 'en', { numeric: true }))
    .map((folder) => join(installed, folder, 'envoy'))
    .find(isExecutable);
}

function foldersIn(path: string): readonly string[] {
  try {
    return readdirSync(path);
  } catch {
    return []; // nothing has been installed
  }
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
