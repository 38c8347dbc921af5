// SPDX-License-Identifier: Apache-2.0

/** A place in a text: lines and columns from 1, columns counted in characters. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** The place of a UTF-16 offset in a text; one past the end is allowed. */
export function positionAt(text: string, offset: number): Position {
  const lineStart = offset === 0 ? 0 : text.lastIndexOf('\n', offset - 1) + 1;
  let line = 1;
  for (let at = text.indexOf('\n'); at !== -1 && at < lineStart; at = text.indexOf('\n', at + 1)) {
    line += 1;
  }
  return { line, column: Array.from(text.slice(lineStart, offset)).length + 1 };
}

/** A text that cannot be read, and where. The message reads `At 1:13: object expected closing …`. */
export class SyntaxProblem extends Error {
  override readonly name = 'SyntaxProblem';
  readonly position: Position;
  readonly reason: string;

  constructor(position: Position, reason: string) {
    super(`At ${position.line}:${position.column}: ${reason}`);
    this.position = position;
    this.reason = reason;
  }
}
