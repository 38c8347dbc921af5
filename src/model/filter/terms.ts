// SPDX-License-Identifier: Apache-2.0
// The words of an expression: selectors and values. Each reads itself or leaves the source where it was.
import { literalValue } from './literal.ts';
import type { Source } from './source.ts';

const SPACE = /[ \t\r\n]/y;
const LETTER = /[a-zA-Z]/y;
const NAME = /[a-zA-Z0-9_]/y;
const DIGIT = /[0-9]/y;
const FIRST_DIGIT = /[1-9]/y;

/** At least one space. */
export const space = (source: Source): boolean => source.many('[ \\t\\r\\n]', SPACE);

/** Name, Meta.env, Meta["a b"]. */
export function selector(source: Source): string[] | undefined {
  const first = identifier(source);
  if (first === undefined) return undefined;
  const path = [first];
  for (let next = member(source); next !== undefined; next = member(source)) path.push(next);
  return path;
}

/** A bare word, a number, or a text in quotes. */
export function value(source: Source): string | undefined {
  return selector(source)?.join('.') ?? number(source) ?? text(source);
}

function identifier(source: Source): string | undefined {
  const start = source.at;
  if (!source.oneOf('[a-zA-Z]', LETTER)) return undefined;
  source.many('[a-zA-Z0-9_]', NAME);
  return source.text.slice(start, source.at);
}

function member(source: Source): string | undefined {
  const start = source.at;
  if (source.literal('.')) {
    const name = identifier(source);
    if (name !== undefined) return name;
    source.at = start;
  }
  return index(source);
}

function index(source: Source): string | undefined {
  const start = source.at;
  if (!source.literal('[')) return undefined;
  space(source);
  const key = text(source);
  if (key === undefined) source.problem('index', 'Invalid index');
  else {
    space(source);
    if (source.literal(']')) return key;
    source.problem('index', 'Unclosed index expression');
  }
  source.at = start;
  return undefined;
}

function number(source: Source): string | undefined {
  const start = source.at;
  source.literal('-');
  if (source.literal('0') || source.oneOf('[1-9]', FIRST_DIGIT)) {
    if (source.text[source.at - 1] !== '0') source.many('[0-9]', DIGIT);
    fraction(source);
    const digits = source.text.slice(start, source.at);
    if (isNumberOver(source)) return digits;
    source.problem('number', 'Invalid number literal');
  }
  source.at = start;
  return undefined;
}

function fraction(source: Source): void {
  const start = source.at;
  if (source.literal('.') && !source.many('[0-9]', DIGIT)) source.at = start;
}

function isNumberOver(source: Source): boolean {
  const start = source.at;
  const isOver = space(source) || source.end() || source.literal(')');
  source.at = start;
  return isOver;
}

function text(source: Source): string | undefined {
  const start = source.at;
  const quote = source.literal('`') ? '`' : source.literal('"') ? '"' : undefined;
  if (quote === undefined) return undefined;
  const end = source.text.indexOf(quote, source.at);
  if (end < 0) {
    source.problem('string', 'Unterminated string literal', source.text.length);
    source.at = start;
    return undefined;
  }
  source.at = end + 1;
  const found = literalValue(source.text.slice(start, source.at));
  // Reading goes on, as if it were empty: more may be wrong.
  if (found === undefined) source.problem('string', 'invalid syntax', start);
  return found ?? '';
}
