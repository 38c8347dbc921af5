// SPDX-License-Identifier: Apache-2.0
// Where and how was measured: without it the figures say nothing.
import { statfs } from 'node:fs/promises';
import { cpus, release, tmpdir, totalmem, type } from 'node:os';
import type { Program } from './program.ts';

export interface Conditions {
  readonly date: string;
  readonly machine: string;
  readonly storage: string;
  readonly node: string;
  readonly programs: readonly string[];
  readonly runs: number;
  /** How busy others kept the machine before each measurement, 0 to 1. */
  readonly otherLoads: readonly number[];
}

/** Magic numbers of statfs(2). */
const FILE_SYSTEMS: ReadonlyMap<number, string> = new Map([
  [0xef53, 'ext4'],
  [0x58465342, 'xfs'],
  [0x9123683e, 'btrfs'],
  [0x794c7630, 'overlayfs'],
  [0x01021994, 'tmpfs, which keeps nothing: registrations are not durable here'],
]);

/** All but what is known only at the end. */
export async function conditionsOf(
  programs: readonly Program[],
  runs: number,
): Promise<Omit<Conditions, 'otherLoads'>> {
  const [processor] = cpus();
  const memoryGiB = Math.round(totalmem() / 1_024 ** 3);
  const storage = (await statfs(tmpdir())).type;
  return {
    date: `${new Date().toISOString().slice(0, 16).replace('T', ' ')} UTC`,
    machine: `${cpus().length} × ${processor?.model ?? 'unknown'}, ${memoryGiB} GiB, ${type()} ${release()}`,
    storage: FILE_SYSTEMS.get(storage) ?? `file system 0x${storage.toString(16)}`,
    node: process.version,
    programs: programs.map(({ version }) => version),
    runs,
  };
}
