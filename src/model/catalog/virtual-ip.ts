// SPDX-License-Identifier: Apache-2.0
// Virtual addresses of services in the mesh: stable, out of 240.0.0.0/4, shared by local and imported
// services (peering-protocol §11.4).

/** Key of the tagged address that carries it. */
export const VIRTUAL_TAG = 'consul-virtual';

const RANGE_START = 240 * 2 ** 24;
const HOST_BITS = 28;

/** Offsets from the start of the range: 1 to this one can be given out. */
export const MAX_VIRTUAL_OFFSET = 2 ** HOST_BITS - 3;

/** The address at an offset: 1 is 240.0.0.1. */
export function virtualAddress(offset: number): string {
  const address = RANGE_START + offset;
  return [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join('.');
}

/** How many offsets share a block; a free one is looked for block by block. */
export const OFFSETS_PER_BLOCK = 256;

export const blockOf = (offset: number): string => String(Math.floor(offset / OFFSETS_PER_BLOCK));

/** The lowest offset that is not taken. `takenIn` names the taken offsets of a block; undefined when all are taken. */
export function lowestFreeOffset(
  takenIn: (block: string) => readonly number[],
): number | undefined {
  for (let first = 0; first <= MAX_VIRTUAL_OFFSET; first += OFFSETS_PER_BLOCK) {
    const lowest = Math.max(first, 1);
    const last = Math.min(first + OFFSETS_PER_BLOCK - 1, MAX_VIRTUAL_OFFSET);
    const taken = takenIn(blockOf(first));
    if (taken.length > last - lowest) continue;
    const set = new Set(taken);
    for (let offset = lowest; offset <= last; offset += 1) if (!set.has(offset)) return offset;
  }
  return undefined;
}
