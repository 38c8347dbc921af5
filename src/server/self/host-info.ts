// SPDX-License-Identifier: Apache-2.0
// What this machine is and has left. In: the folder whose file system counts. Out: HostInfo; what can't be found out
// is said in it and fails nothing.
import { statfs } from 'node:fs/promises';
import { cpus, freemem, hostname, machine, platform, release, totalmem, uptime } from 'node:os';
import type { HostInfo } from '../../wire/http/agent/self/host-info.ts';

export async function readHostInfo(path: string): Promise<HostInfo> {
  const nowMs = Date.now();
  const errors: string[] = [];
  const Disk = await readDisk(path).catch((error: unknown) => {
    errors.push(error instanceof Error ? error.message : String(error));
    return null;
  });
  return {
    Memory: readMemory(),
    CPU: cpus().map(({ model, speed }, cpu) => ({ cpu, modelName: model, mhz: speed })),
    Host: {
      hostname: hostname(),
      uptime: Math.floor(uptime()),
      bootTime: Math.round(nowMs / 1_000 - uptime()),
      os: platform(),
      kernelVersion: release(),
      kernelArch: machine(),
    },
    Disk,
    CollectionTime: nowMs * 1e6,
    Errors: errors.length === 0 ? null : errors,
  };
}

function readMemory(): HostInfo['Memory'] {
  const total = totalmem();
  const available = process.availableMemory();
  const used = total - available;
  return { total, available, used, usedPercent: percent(used, total), free: freemem() };
}

async function readDisk(path: string): Promise<HostInfo['Disk']> {
  const { bsize, blocks, bfree, bavail, files, ffree } = await statfs(path);
  const used = (blocks - bfree) * bsize;
  return {
    path,
    total: blocks * bsize,
    free: bavail * bsize,
    used,
    usedPercent: percent(used, used + bavail * bsize),
    inodesTotal: files,
    inodesUsed: files - ffree,
    inodesFree: ffree,
    inodesUsedPercent: percent(files - ffree, files),
  };
}

function percent(part: number, whole: number): number {
  return whole === 0 ? 0 : (part / whole) * 100;
}
