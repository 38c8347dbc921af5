// SPDX-License-Identifier: Apache-2.0
import { isBase64 } from '../base64.ts';
import { parseDurationMs } from '../duration.ts';
import { type IntegerKind, parseInteger } from '../go-integer.ts';
import type { Dialect } from './dialect.ts';
import type { ScalarKind, UnsignedKind } from './shape.ts';

/** A value, or how it fails: of a type that cannot be, or a text that does not spell one. */
export type ScalarResult =
  | { readonly value: string | number | bigint | boolean }
  | 'wrong-type'
  | 'unreadable';

/** Reads a single value as Go does, strictly or, where the dialect says so, weakly. */
export function readScalar(kind: ScalarKind, raw: unknown, dialect: Dialect): ScalarResult {
  switch (kind) {
    case 'string':
      return readString(raw, dialect.isWeak);
    case 'bool':
      return readBool(raw, dialect.isWeak);
    case 'wide-uint64':
      return isUint64(raw) ? { value: raw } : 'wrong-type';
    case 'bytes':
      if (typeof raw !== 'string') return 'wrong-type';
      // Read weakly, a text stands for the bytes that it is made of.
      if (dialect.isWeak) return { value: Buffer.from(raw).toString('base64') };
      return isBase64(raw) ? { value: raw } : 'unreadable';
    case 'nanoseconds':
      return readDuration(raw, 1e6, dialect);
    case 'milliseconds':
      return readDuration(raw, 1, dialect);
    case 'int':
    case 'float':
      return readNumber(kind, raw, dialect);
    default:
      return readUnsigned(kind, raw, dialect);
  }
}

function readString(raw: unknown, isWeak: boolean): ScalarResult {
  // Half a character, which only JSON can spell, is stored as what UTF-8 makes of it.
  if (typeof raw === 'string') return { value: raw.toWellFormed() };
  if (isWeak && typeof raw === 'number') return { value: decimalText(raw) };
  if (isWeak && typeof raw === 'boolean') return { value: raw ? '1' : '0' };
  return 'wrong-type';
}

/** All digits, never an exponent. */
function decimalText(value: number): string {
  const [digits = '', exponent] = String(value).split('e');
  if (exponent === undefined) return digits;
  // The fewest digits that tell it, then zeros.
  if (Number(exponent) > 0) {
    const [, sign = '', whole = '', rest = ''] = /^(-?)(\d+)\.?(\d*)$/.exec(digits) ?? [];
    return sign + (whole + rest).padEnd(whole.length + Number(exponent), '0');
  }
  return value.toFixed(Math.min(100, digits.replace(/\D/g, '').length - 1 - Number(exponent)));
}

const MAX_UINT64 = 2n ** 64n - 1n;

function isUint64(raw: unknown): raw is number | bigint {
  if (typeof raw === 'bigint') return raw >= 0 && raw <= MAX_UINT64;
  return typeof raw === 'number' && raw >= 0 && Number.isInteger(raw) && raw < 2 ** 64;
}

function readBool(raw: unknown, isWeak: boolean): ScalarResult {
  if (typeof raw === 'boolean') return { value: raw };
  if (!isWeak) return 'wrong-type';
  if (typeof raw === 'number') return { value: raw !== 0 };
  if (typeof raw !== 'string') return 'wrong-type';
  if (/^(?:1|t|T|TRUE|true|True)$/.test(raw)) return { value: true };
  return /^(?:0|f|F|FALSE|false|False)?$/.test(raw) ? { value: false } : 'unreadable';
}

function readNumber(kind: 'int' | 'float', raw: unknown, dialect: Dialect): ScalarResult {
  if (typeof raw === 'number') {
    // In JSON only a number too great for 64 bits reads as infinite.
    if (kind === 'float') {
      return dialect.isExact && !Number.isFinite(raw) ? 'wrong-type' : { value: raw };
    }
    if (dialect.isExact && !Number.isSafeInteger(raw)) return 'wrong-type';
    return { value: whole64(raw) };
  }
  if (!dialect.isWeak) return 'wrong-type';
  if (typeof raw === 'boolean') return { value: Number(raw) };
  if (typeof raw !== 'string') return 'wrong-type';
  // An empty text is 0, as there.
  if (kind === 'int') return readInteger(kind, raw || '0');
  const decimal = /^(?:[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)?$/i;
  return decimal.test(raw) ? { value: Number(raw) } : 'unreadable';
}

/** As Go's conversion: a number that is too great for 64 bits becomes the least one there is. */
function whole64(value: number): number {
  return Math.abs(value) < 2 ** 63 ? Math.trunc(value) : -(2 ** 63);
}

function readUnsigned(kind: UnsignedKind, raw: unknown, dialect: Dialect): ScalarResult {
  if (dialect.isWeak && typeof raw === 'string') return readInteger(kind, raw || '0');
  const result = readNumber('int', raw, dialect);
  if (typeof result !== 'object') return result;
  const value = Number(result.value);
  const bits = integerKind(kind).bits;
  // What is read weakly is cut to size, as there.
  if (dialect.isWeak) return { value: Number(BigInt.asUintN(bits, BigInt(value))) };
  return value >= 0 && (bits === 64 || value < 2 ** bits) ? result : 'wrong-type';
}

function readInteger(kind: 'int' | UnsignedKind, text: string): ScalarResult {
  const read = parseInteger(text, integerKind(kind));
  return 'value' in read ? { value: Number(read.value) } : 'unreadable';
}

/** The integers of Go that a kind of scalar holds. */
export function integerKind(kind: string): IntegerKind {
  const bits = Number(/\d+$/.exec(kind)?.[0] ?? 64);
  return { isSigned: !kind.startsWith('u'), bits };
}

function readDuration(raw: unknown, perMs: number, dialect: Dialect): ScalarResult {
  if (typeof raw !== 'string') {
    // Read weakly, it is a number of 64 bits like any other; a body's was checked to be one.
    const result = dialect.isWeak ? readNumber('int', raw, dialect) : { value: raw };
    if (typeof result !== 'object') return result;
    if (typeof result.value !== 'number') return 'wrong-type';
    return { value: whole64(result.value) / (1e6 / perMs) };
  }
  const ms = parseDurationMs(raw);
  if (ms === undefined) return 'unreadable';
  return { value: perMs === 1 ? ms : Math.round(ms * perMs) };
}
