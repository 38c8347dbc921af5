// SPDX-License-Identifier: Apache-2.0
// What is measured: ours, and a real Consul where there is one.
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

export interface Program {
  readonly name: 'Causeway' | 'Consul';
  /** First line of what it says about itself: 'Causeway v0.1.0'. */
  readonly version: string;
  /** Absent for ours. */
  readonly consulBinary?: string;
}

const CAUSEWAY = join(import.meta.dirname, '..', 'bin', 'causeway');

/** Ours, which is first, and the real one if its binary is given; throws when one doesn't run. */
export async function programs(consulBinary: string | undefined): Promise<readonly Program[]> {
  const ours: Program = { name: 'Causeway', version: await versionOf(CAUSEWAY) };
  if (consulBinary === undefined || consulBinary === '') return [ours];
  const version = await versionOf(consulBinary);
  return [ours, { name: 'Consul', version, consulBinary }];
}

async function versionOf(binary: string): Promise<string> {
  const { stdout } = await promisify(execFile)(binary, ['version']);
  return stdout.split('\n', 1)[0]?.trim() ?? '';
}
