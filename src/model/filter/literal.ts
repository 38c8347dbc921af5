// SPDX-License-Identifier: Apache-2.0

const ESCAPE =
  /\\(?:([abfnrtv\\"])|([0-3][0-7]{2})|x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8}))|([^\\\n]+)/y;
const SIMPLE: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
};

/**
 * What a literal in double quotes or backquotes stands for, as in Go; undefined where an escape does not
 * exist. `\x` and octal escapes are bytes: several of them can spell one character.
 */
export function literalValue(quoted: string): string | undefined {
  const inner = quoted.slice(1, -1);
  if (quoted.startsWith('`')) return inner.replaceAll('\r', '');
  if (!/[\\\n]/.test(inner)) return inner;
  const parts: Buffer[] = [];
  ESCAPE.lastIndex = 0;
  while (ESCAPE.lastIndex < inner.length) {
    const found = ESCAPE.exec(inner);
    const part = found === null ? undefined : bytesOf(found);
    if (part === undefined) return undefined;
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}

function bytesOf([, simple, octal, hex, short, long, plain]: RegExpExecArray): Buffer | undefined {
  if (plain !== undefined) return Buffer.from(plain);
  if (simple !== undefined) return Buffer.from(SIMPLE[simple] ?? simple);
  if (octal !== undefined) return Buffer.from([Number.parseInt(octal, 8)]);
  if (hex !== undefined) return Buffer.from([Number.parseInt(hex, 16)]);
  const point = Number.parseInt(short ?? long ?? '', 16);
  const isCharacter = point <= 0x10_ffff && (point < 0xd800 || point > 0xdfff);
  return isCharacter ? Buffer.from(String.fromCodePoint(point)) : undefined;
}
