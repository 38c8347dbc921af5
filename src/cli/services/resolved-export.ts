// SPDX-License-Identifier: Apache-2.0

/** A service that is exported, as /v1/exported-services tells of it. */
export interface ResolvedExport {
  readonly Service: string;
  readonly Partition?: string;
  readonly Namespace?: string;
  readonly Consumers: {
    readonly Peers?: readonly string[];
    readonly Partitions?: readonly string[];
  };
}
