// SPDX-License-Identifier: Apache-2.0

/** The machine that an agent runs on, as far as it can tell; sizes in bytes. */
export interface HostInfo {
  readonly Memory: {
    readonly total: number;
    readonly available: number;
    readonly used: number;
    readonly usedPercent: number;
    readonly free: number;
  };
  readonly CPU: readonly {
    readonly cpu: number;
    readonly modelName: string;
    readonly mhz: number;
  }[];
  readonly Host: {
    readonly hostname: string;
    /** Seconds. */
    readonly uptime: number;
    /** Seconds since the epoch. */
    readonly bootTime: number;
    readonly os: string;
    readonly kernelVersion: string;
    readonly kernelArch: string;
  };
  /** The file system that holds the data; null when it can't be asked. */
  readonly Disk: {
    readonly path: string;
    readonly total: number;
    readonly free: number;
    readonly used: number;
    readonly usedPercent: number;
    readonly inodesTotal: number;
    readonly inodesUsed: number;
    readonly inodesFree: number;
    readonly inodesUsedPercent: number;
  } | null;
  /** Nanoseconds since the epoch, which exceeds what a number holds exactly. */
  readonly CollectionTime: number;
  readonly Errors: readonly string[] | null;
}
