// SPDX-License-Identifier: Apache-2.0
import { SyntaxProblem, positionAt } from './position.ts';

const ANCHOR = /[\p{L}\p{Nd}_]*/uy;
const INDENT = /^[ \t\v\f\r]*/;

/**
 * Reads `<<ANCHOR` or `<<-ANCHOR` at `start`: the lines up to the one that holds only the anchor.
 * With `<<-` the indentation of the closing anchor is taken off every line, if every line has it.
 * The closing anchor may be indented in both forms; with `<<` its indentation stays in the value.
 */
export function readHeredoc(text: string, start: number): { end: number; value: string } {
  const fail = (offset: number, reason: string): never => {
    throw new SyntaxProblem(positionAt(text, offset), reason);
  };
  if (text[start + 1] !== '<') fail(start + 1, "heredoc expected second '<', didn't see it");
  const isIndented = text[start + 2] === '-';
  ANCHOR.lastIndex = start + (isIndented ? 3 : 2);
  const anchor = ANCHOR.exec(text)?.[0] ?? '';
  const afterAnchor = ANCHOR.lastIndex;
  if (afterAnchor >= text.length) fail(text.length, 'heredoc not terminated');
  if (text[afterAnchor] !== '\n') fail(afterAnchor, 'invalid characters in heredoc anchor');
  if (anchor === '') fail(afterAnchor, 'zero-length heredoc anchor');

  const bodyStart = afterAnchor + 1;
  for (let lineStart = bodyStart; ;) {
    const lineEnd = text.indexOf('\n', lineStart);
    if (lineEnd === -1) return fail(text.length, 'heredoc not terminated');
    const line = text.slice(lineStart, lineEnd);
    const indent = INDENT.exec(line)?.[0] ?? '';
    if (line.slice(indent.length) === anchor) {
      const body = text.slice(bodyStart, lineStart);
      return { end: lineEnd + 1, value: isIndented ? unindent(body, indent) : body + indent };
    }
    lineStart = lineEnd + 1;
  }
}

function unindent(body: string, indent: string): string {
  const lines = body.split('\n');
  // The last piece is what follows the last line end: always empty, and not a line of its own.
  const contents = lines.slice(0, -1);
  if (!contents.every((line) => line.startsWith(indent))) return body;
  return contents.map((line) => `${line.slice(indent.length)}\n`).join('');
}
