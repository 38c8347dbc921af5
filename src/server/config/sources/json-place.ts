// SPDX-License-Identifier: Apache-2.0
import { positionAt } from '../../../model/hcl/position.ts';
import type { Position } from '../../../model/hcl/position.ts';

const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g;

/** Where the deepest key of `path` that exists stands in a valid JSON text; undefined for the whole. */
export function locateInJson(
  text: string,
  path: readonly (string | number)[],
): Position | undefined {
  const tokens = [...text.matchAll(TOKEN)];
  let at = 0;
  let offset: number | undefined;
  for (const part of path) {
    const isObject = tokens[at]?.[0] === '{';
    const found = isObject === (typeof part === 'string') ? childAt(tokens, at, part) : undefined;
    if (found === undefined) break;
    offset = tokens[found.shown]?.index;
    at = found.value;
  }
  return offset === undefined ? undefined : positionAt(text, offset);
}

/** The tokens of a child of the object or list that opens at `open`: the one to show, and its value's first. */
function childAt(
  tokens: readonly RegExpExecArray[],
  open: number,
  part: string | number,
): { shown: number; value: number } | undefined {
  let index = 0;
  let at = open + 1;
  while (at < tokens.length) {
    const text = tokens[at]?.[0] ?? '';
    if (text === '}' || text === ']') return undefined;
    if (text === ',') {
      index += 1;
      at += 1;
      continue;
    }
    if (typeof part === 'number') {
      if (index === part) return { shown: at, value: at };
      at = endOfValue(tokens, at);
    } else {
      if (JSON.parse(text) === part) return { shown: at, value: at + 2 };
      at = endOfValue(tokens, at + 2);
    }
  }
  return undefined;
}

function endOfValue(tokens: readonly RegExpExecArray[], start: number): number {
  let depth = 0;
  for (let at = start; at < tokens.length; at += 1) {
    const text = tokens[at]?.[0] ?? '';
    if (text === '{' || text === '[') depth += 1;
    if (text === '}' || text === ']') depth -= 1;
    if (depth === 0) return at + 1;
  }
  return tokens.length;
}
