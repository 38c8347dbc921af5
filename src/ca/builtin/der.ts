// SPDX-License-Identifier: Apache-2.0
// The few ASN.1 types that certificates are made of, as DER bytes. Values in, bytes out; it knows no certificate, and
// reads only what a real parser has accepted. Here because a library spends forty times as long on a leaf.

const SECOND_MS = 1_000;

/** Tag, length and the contents one after the other. */
export function tagged(tag: number, ...contents: readonly Uint8Array[]): Buffer {
  let length = 0;
  for (const content of contents) length += content.length;
  return Buffer.concat([header(tag, length), ...contents]);
}

export function sequence(...contents: readonly Uint8Array[]): Buffer {
  return tagged(0x30, ...contents);
}

export function set(...contents: readonly Uint8Array[]): Buffer {
  return tagged(0x31, ...contents);
}

/** A whole number from 0 on. */
export function integer(value: bigint): Buffer {
  const hex = value.toString(16);
  const bytes = Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex');
  return (bytes[0] ?? 0) < 0x80 ? tagged(0x02, bytes) : tagged(0x02, Buffer.of(0), bytes);
}

export function boolean(value: boolean): Buffer {
  return tagged(0x01, Buffer.of(value ? 0xff : 0));
}

export function octetString(...contents: readonly Uint8Array[]): Buffer {
  return tagged(0x04, ...contents);
}

/** Whole bytes, as keys and signatures are. */
export function bitString(content: Uint8Array): Buffer {
  return tagged(0x03, Buffer.of(0), content);
}

/** Named bits, each below 8; 0 is the first. */
export function namedBits(...bits: readonly number[]): Buffer {
  let byte = 0;
  for (const bit of bits) byte |= 0x80 >> bit;
  return tagged(0x03, Buffer.of(7 - Math.max(...bits), byte));
}

/** `1.2.840.10045…` */
export function objectIdentifier(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  return tagged(0x06, Buffer.from([first * 40 + second, ...rest].flatMap(base128)));
}

export function printableString(text: string): Buffer {
  return tagged(0x13, ascii(text));
}

/** The bytes of a text that may only be ASCII; throws otherwise. */
export function ascii(text: string): Buffer {
  if (!/^[\x20-\x7e]*$/.test(text))
    throw new RangeError('a name in a certificate can only have ASCII characters');
  return Buffer.from(text, 'latin1');
}

/** Whole seconds, rounded down: UTCTime up to 2049, GeneralizedTime from 2050 on. */
export function time(epochMs: number): Buffer {
  const iso = new Date(Math.floor(epochMs / SECOND_MS) * SECOND_MS).toISOString();
  const digits = `${iso.slice(0, 19).replaceAll(/[-:T]/g, '')}Z`;
  const isShort = iso < '2050' && iso >= '1950';
  return isShort ? tagged(0x17, ascii(digits.slice(2))) : tagged(0x18, ascii(digits));
}

/** The elements inside the constructed element that `der` begins with, each with its header. */
export function elementsOf(der: Uint8Array): Uint8Array[] {
  const { start, end } = contentOf(der, 0);
  const elements: Uint8Array[] = [];
  for (let at = start; at < end;) {
    const next = contentOf(der, at).end;
    elements.push(der.subarray(at, next));
    at = next;
  }
  return elements;
}

function contentOf(der: Uint8Array, at: number): { readonly start: number; readonly end: number } {
  const first = der[at + 1] ?? 0;
  const lengthBytes = first < 0x80 ? 0 : first & 0x7f;
  const start = at + 2 + lengthBytes;
  let length = first < 0x80 ? first : 0;
  for (const byte of der.subarray(at + 2, start)) length = length * 256 + byte;
  if (start + length > der.length) throw new RangeError('DER that ends too soon');
  return { start, end: start + length };
}

function header(tag: number, length: number): Buffer {
  if (length < 0x80) return Buffer.of(tag, length);
  if (length < 0x100) return Buffer.of(tag, 0x81, length);
  if (length < 0x10000) return Buffer.of(tag, 0x82, length >> 8, length & 0xff);
  throw new RangeError('a certificate cannot be as long as that');
}

function base128(value: number): number[] {
  const digits = [value & 0x7f];
  for (let rest = Math.floor(value / 128); rest > 0; rest = Math.floor(rest / 128)) {
    digits.unshift((rest & 0x7f) | 0x80);
  }
  return digits;
}
