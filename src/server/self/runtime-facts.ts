// SPDX-License-Identifier: Apache-2.0
import { availableParallelism, cpus } from 'node:os';
import type { RuntimeFacts } from '../../model/agent/stats.ts';

// Where Go has another name than Node.
const ARCHS: Readonly<Record<string, string>> = { x64: 'amd64', ia32: '386' };
const SYSTEMS: Readonly<Record<string, string>> = { win32: 'windows' };

/** The process and what it runs on, as it is now. */
export function readRuntimeFacts(): RuntimeFacts {
  const { arch, platform, version } = process;
  return {
    arch: ARCHS[arch] ?? arch,
    os: SYSTEMS[platform] ?? platform,
    version: `node${version}`,
    processors: cpus().length,
    parallelism: availableParallelism(),
    activities: process.getActiveResourcesInfo().length,
  };
}
