// SPDX-License-Identifier: Apache-2.0

/** What the snapshot endpoints get from the composition root. */
export interface SnapshotSource {
  /** Everything that is shared, as it is at one moment. */
  readonly save: () => Promise<SavedSnapshot>;
  /** Makes everything as it was in an archive. Refusal, and nothing changes, when that is not whole or none of ours. */
  readonly restore: (archive: AsyncIterable<Buffer>) => Promise<void>;
}

export interface SavedSnapshot {
  readonly revision: number;
  /** Gzipped; made as it is read. */
  readonly archive: AsyncIterable<Uint8Array>;
}
