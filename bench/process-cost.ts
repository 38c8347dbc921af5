// SPDX-License-Identifier: Apache-2.0
// What processes cost, as the kernel counts it (proc(5)). Linux only.
import { readFile } from 'node:fs/promises';

// The unit of times in /proc: USER_HZ, which is 100 on every Linux that Node runs on.
const TICK_MS = 10;

/** Processor time of a process so far, of all its threads, in user and kernel mode; steps of 10 ms. */
export async function processorMs(pid: number): Promise<number> {
  return processorMsOf(await readFile(`/proc/${pid}/stat`, 'utf8'));
}

/** The same of the text of /proc/<pid>/stat. */
export function processorMsOf(stat: string): number {
  // The name in parentheses may hold anything, also blanks and parentheses.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [userTicks, systemTicks] = [fields[11], fields[12]];
  return (Number(userTicks) + Number(systemTicks)) * TICK_MS;
}

/** Memory of a process that is resident now, shared pages included. */
export async function residentBytes(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  const kib = /^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1];
  if (kib === undefined) throw new Error(`process ${pid} has no memory: it has ended`);
  return Number(kib) * 1_024;
}

export interface MachineTicks {
  readonly busy: number;
  readonly total: number;
}

/** Of all processors since the machine started, of the text of /proc/stat. */
export function machineTicksOf(stat: string): MachineTicks {
  const fields = /^cpu +(.+)$/m.exec(stat)?.[1]?.split(' ').map(Number) ?? [];
  // user nice system idle iowait irq softirq steal; the guest's times are within user and nice.
  const [idle = 0, ioWait = 0] = fields.slice(3, 5);
  const total = fields.slice(0, 8).reduce((sum, ticks) => sum + ticks, 0);
  return { busy: total - idle - ioWait, total };
}

/** How busy the machine is, 0 to 1, over the given time. */
export async function machineLoad(duringMs: number): Promise<number> {
  const before = machineTicksOf(await readFile('/proc/stat', 'utf8'));
  await new Promise((resolve) => setTimeout(resolve, duringMs));
  const after = machineTicksOf(await readFile('/proc/stat', 'utf8'));
  return (after.busy - before.busy) / Math.max(1, after.total - before.total);
}
