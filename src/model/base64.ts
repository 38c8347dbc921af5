// SPDX-License-Identifier: Apache-2.0
// Strict base64 as Go reads it: standard alphabet, padding required, line breaks ignored, nothing after the padding.
// Buffer.from accepts almost anything, which would let a garbled text pass.

/** The bytes of `text`, or where it stops being base64: the offset that Go's `illegal base64 data` would name. */
export function decodeBase64(
  text: string,
): { readonly bytes: Buffer } | { readonly illegalAt: number } {
  const input = Buffer.from(text);
  const illegalAt = firstIllegal(input);
  return illegalAt === undefined ? { bytes: Buffer.from(text, 'base64') } : { illegalAt };
}

// Nearly all that is sent; whatever it doesn't match is looked at byte by byte.
const PLAIN = /^(?:[\dA-Za-z+/]{4})*(?:[\dA-Za-z+/]{2}==|[\dA-Za-z+/]{3}=)?$/;

/** Whether `decodeBase64` would read it. */
export function isBase64(text: string): boolean {
  return PLAIN.test(text) || firstIllegal(Buffer.from(text)) === undefined;
}

const PAD = 0x3d;

function firstIllegal(input: Buffer): number | undefined {
  let inQuantum = 0;
  for (let at = 0; at < input.length; at += 1) {
    const byte = input[at] ?? 0;
    if (isDigit(byte)) inQuantum = (inQuantum + 1) % 4;
    else if (byte === PAD) return firstIllegalInPadding(input, at, inQuantum);
    else if (!isLineBreak(byte)) return at;
  }
  return inQuantum === 0 ? undefined : input.length - inQuantum;
}

/** `at` is the first `=`, after `inQuantum` digits. */
function firstIllegalInPadding(input: Buffer, at: number, inQuantum: number): number | undefined {
  if (inQuantum < 2) return at;
  let next = skipLineBreaks(input, at + 1);
  if (inQuantum === 2) {
    if (next === input.length) return next;
    if (input[next] !== PAD) return next - 1; // the byte before the wrong one, as Go counts
    next = skipLineBreaks(input, next + 1);
  }
  return next === input.length ? undefined : next;
}

function skipLineBreaks(input: Buffer, from: number): number {
  let at = from;
  while (isLineBreak(input[at] ?? 0)) at += 1;
  return at;
}

function isLineBreak(byte: number): boolean {
  return byte === 0x0a || byte === 0x0d;
}

function isDigit(byte: number): boolean {
  return (
    (byte >= 0x41 && byte <= 0x5a) ||
    (byte >= 0x61 && byte <= 0x7a) ||
    (byte >= 0x30 && byte <= 0x39) ||
    byte === 0x2b ||
    byte === 0x2f
  );
}
