// SPDX-License-Identifier: Apache-2.0
// As much of MessagePack as passing over values needs.

/** Where a value is, how long what it holds itself is, and how many values are in it. */
interface Head {
  readonly begin: number;
  readonly bytes: number;
  readonly children: number;
}

/** Where the value at `at` ends; undefined when that is not in the buffer. Throws an Error for what is no value. */
export function valueEnd(buffer: Buffer, at: number): number | undefined {
  let missing = 1;
  let position = at;
  while (missing > 0) {
    const head = headAt(buffer, position);
    if (head === undefined) return undefined;
    position = head.begin + head.bytes;
    if (position > buffer.length) return undefined;
    missing += head.children - 1;
  }
  return position;
}

/** The text that a map has under a name; undefined when there is none. The map must be there as a whole. */
export function mapEntry(buffer: Buffer, at: number, name: string): string | undefined {
  const map = headAt(buffer, at);
  if (map === undefined) return undefined;
  let position = map.begin;
  for (let left = map.children / 2; left > 0; left -= 1) {
    const value = valueEnd(buffer, position);
    if (value === undefined) return undefined;
    if (textAt(buffer, position) === name) return textAt(buffer, value);
    position = valueEnd(buffer, value) ?? buffer.length;
  }
  return undefined;
}

function textAt(buffer: Buffer, at: number): string | undefined {
  const head = headAt(buffer, at);
  if (head === undefined || head.children > 0) return undefined;
  return buffer.toString('utf8', head.begin, head.begin + head.bytes);
}

/** How many bytes follow the first one, for those that say nothing else: nil, booleans, numbers, short extensions. */
const FIXED: Readonly<Record<number, number>> = {
  0xc0: 0,
  0xc2: 0,
  0xc3: 0,
  0xca: 4,
  0xcb: 8,
  0xcc: 1,
  0xcd: 2,
  0xce: 4,
  0xcf: 8,
  0xd0: 1,
  0xd1: 2,
  0xd2: 4,
  0xd3: 8,
  0xd4: 2,
  0xd5: 3,
  0xd6: 5,
  0xd7: 9,
  0xd8: 17,
};

/** Those that say how long they are: the width of that number, what it counts, and what comes with it. */
const SIZED: Readonly<Record<number, readonly [width: number, children: number, more: number]>> = {
  0xc4: [1, 0, 0],
  0xc5: [2, 0, 0],
  0xc6: [4, 0, 0],
  0xc7: [1, 0, 1],
  0xc8: [2, 0, 1],
  0xc9: [4, 0, 1],
  0xd9: [1, 0, 0],
  0xda: [2, 0, 0],
  0xdb: [4, 0, 0],
  0xdc: [2, 1, 0],
  0xdd: [4, 1, 0],
  0xde: [2, 2, 0],
  0xdf: [4, 2, 0],
};

/** Undefined when it is not in the buffer. */
function headAt(buffer: Buffer, at: number): Head | undefined {
  const first = buffer[at];
  if (first === undefined) return undefined;
  const begin = at + 1;
  if (first <= 0x7f || first >= 0xe0) return { begin, bytes: 0, children: 0 };
  if (first <= 0x8f) return { begin, bytes: 0, children: 2 * (first & 0x0f) };
  if (first <= 0x9f) return { begin, bytes: 0, children: first & 0x0f };
  if (first <= 0xbf) return { begin, bytes: first & 0x1f, children: 0 };
  const fixed = FIXED[first];
  if (fixed !== undefined) return { begin, bytes: fixed, children: 0 };
  const sized = SIZED[first];
  if (sized === undefined) throw new Error(`0x${first.toString(16)} begins no value`);
  const [width, children, more] = sized;
  if (begin + width > buffer.length) return undefined;
  const count = buffer.readUIntBE(begin, width);
  const isContainer = children > 0;
  return {
    begin: begin + width,
    bytes: isContainer ? 0 : count + more,
    children: isContainer ? count * children : 0,
  };
}
