// SPDX-License-Identifier: Apache-2.0
// Checks of services of the operating system, which on Linux are units of systemd.
import type { CheckResult } from '../../model/agent/check-running.ts';
import type { CheckType } from '../../model/agent/check-type.ts';
import { formatDuration } from '../../model/duration.ts';
import { MAX_OUTPUT_BYTES } from './output.ts';
import type { Probe } from './probe-loop.ts';
import { DEFAULT_RUN_MS, runProgram } from './script.ts';
import { critical } from './tcp.ts';

const UNHEALTHY: ReadonlySet<string> = new Set(['inactive', 'failed']);
const HEALTHY: ReadonlySet<string> = new Set(['active', 'reloading']);

/** Passes while the unit is active, fails when it is not, and warns in between. */
export function osServiceProbe(type: CheckType, systemctl: string): Probe {
  const name = type.OSService ?? '';
  const timeoutMs = type.Timeout || DEFAULT_RUN_MS;
  const args = ['show', '--property=LoadState', '--property=ActiveState', '--', name];
  return async (signal) => {
    const run = await runProgram(systemctl, args, {
      timeoutMs,
      maxBytes: MAX_OUTPUT_BYTES,
      signal,
    });
    if (run.problem !== undefined) return critical(`systemd cannot be asked: ${run.problem}`);
    if (run.code === 'timeout') {
      return critical(`Timed out (${formatDuration(timeoutMs)}) running check`);
    }
    if (run.code !== 0) return critical(`systemd cannot be asked: ${run.output.trim()}`);
    return resultOf(name, run.output);
  };
}

function resultOf(name: string, shown: string): CheckResult {
  const load = /^LoadState=(.*)$/m.exec(shown)?.[1] ?? '';
  const state = /^ActiveState=(.*)$/m.exec(shown)?.[1] ?? '';
  if (load === 'not-found') return critical(`error accessing service: no such service: ${name}`);
  if (HEALTHY.has(state)) return { status: 'passing', output: `Service "${name}" is healthy` };
  const output = `service status: ${state}`;
  if (UNHEALTHY.has(state)) return critical(`${output} - OS Service unhealthy`);
  return { status: 'warning', output };
}
