// SPDX-License-Identifier: Apache-2.0
import { SyntaxProblem, positionAt } from './position.ts';

const ESCAPE = /\\(?:[abfnrtv\\"]|[0-3][0-7]{2}|x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8})/y;
const SIMPLE: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\\': '\\',
  '"': '"',
};

/**
 * The offset after the closing quote of the string that begins at `start`. Inside `${…}` quotes and line
 * ends do not end it. Throws SyntaxProblem at the end of the line or at an escape that does not exist.
 */
export function endOfString(text: string, start: number): number {
  let braces = 0;
  for (let at = start + 1; at < text.length; at += 1) {
    const char = text[at];
    if (char === '"' && braces === 0) return at + 1;
    if (char === '\n' && braces === 0) throw notTerminated(text, at);
    if (char === '\0')
      throw new SyntaxProblem(positionAt(text, at), 'unexpected null character (0x00)');
    if (char === '\\') at += escapeLength(text, at) - 1;
    else if (braces === 0 && char === '$' && text[at + 1] === '{') {
      braces = 1;
      at += 1;
    } else if (braces > 0 && char === '{') braces += 1;
    else if (braces > 0 && char === '}') braces -= 1;
  }
  throw notTerminated(text, text.length);
}

function notTerminated(text: string, at: number): SyntaxProblem {
  return new SyntaxProblem(positionAt(text, at), 'literal not terminated');
}

function escapeLength(text: string, at: number): number {
  ESCAPE.lastIndex = at;
  const found = ESCAPE.exec(text)?.[0];
  const isBeyondUnicode = found?.[1] === 'U' && Number.parseInt(found.slice(2), 16) > 0x10ffff;
  if (found === undefined || isBeyondUnicode) {
    const place = Math.min(at + 1, text.length);
    throw new SyntaxProblem(positionAt(text, place), 'illegal char escape');
  }
  return found.length;
}

/**
 * What a quoted string stands for. `${…}` is kept as it is written, escapes in it included. `\x` and octal
 * escapes are bytes, so that several of them can spell one character in UTF-8.
 */
export function unquote(quoted: string): string {
  const inner = quoted.slice(1, -1);
  if (!inner.includes('\\')) return inner;
  const bytes: number[] = [];
  const encoder = new TextEncoder();
  const add = (text: string): void => {
    for (const byte of encoder.encode(text)) bytes.push(byte);
  };
  for (let at = 0; at < inner.length;) {
    if (inner.startsWith('${', at)) {
      const end = endOfInterpolation(inner, at);
      add(inner.slice(at, end));
      at = end;
    } else if (inner[at] === '\\') {
      const length = escapeLength(inner, at);
      const body = inner.slice(at + 1, at + length);
      at += length;
      const byte = byteEscape(body);
      if (byte === undefined) add(characterEscape(body));
      else bytes.push(byte);
    } else {
      const plain = /(?:[^\\$]|\$(?!\{))+/y;
      plain.lastIndex = at;
      const run = plain.exec(inner)?.[0] ?? '';
      add(run);
      at += run.length;
    }
  }
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(Uint8Array.from(bytes));
}

function endOfInterpolation(inner: string, start: number): number {
  let braces = 1;
  let at = start + 2;
  for (; at < inner.length && braces > 0; at += 1) {
    if (inner[at] === '{') braces += 1;
    if (inner[at] === '}') braces -= 1;
  }
  return at;
}

function byteEscape(body: string): number | undefined {
  if (body.startsWith('x')) return Number.parseInt(body.slice(1), 16);
  return /^[0-7]/.test(body) ? Number.parseInt(body, 8) : undefined;
}

function characterEscape(body: string): string {
  return SIMPLE[body] ?? String.fromCodePoint(Number.parseInt(body.slice(1), 16));
}
