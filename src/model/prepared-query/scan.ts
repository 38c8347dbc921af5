// SPDX-License-Identifier: Apache-2.0
// The words of an interpolation, `${…}`, with where each stands: lines and columns count from 1.

export interface Token {
  readonly kind: 'name' | 'int' | 'float' | 'quote' | 'operator' | 'invalid' | 'end';
  readonly text: string;
  readonly at: number;
}

/** Reads the words of a text one after the other; texts in quotes are left to the parser, since they nest. */
export class Scanner {
  readonly text: string;
  at: number;

  constructor(text: string) {
    this.text = text;
    this.at = 0;
  }

  peek(): Token {
    SPACE.lastIndex = this.at;
    const skipped = SPACE.exec(this.text)?.[0].length ?? 0;
    const at = this.at + skipped;
    if (at >= this.text.length) return { kind: 'end', text: '', at };
    for (const [kind, pattern] of WORDS) {
      pattern.lastIndex = at;
      const text = pattern.exec(this.text)?.[0];
      if (text !== undefined) return { kind, text, at };
    }
    return { kind: 'invalid', text: String.fromCodePoint(this.text.codePointAt(at) ?? 0), at };
  }

  next(): Token {
    const token = this.peek();
    this.at = token.at + token.text.length;
    return token;
  }

  /** '1:9' */
  place(at: number): string {
    const before = this.text.slice(0, at).split('\n');
    return `${before.length}:${[...(before.at(-1) ?? '')].length + 1}`;
  }
}

const SPACE = /\s*/y;
const WORDS: readonly (readonly [Token['kind'], RegExp])[] = [
  ['float', /\d+\.\d+/y],
  ['int', /\d+/y],
  ['name', /[\p{L}_](?:[\p{L}\p{N}_.-]|(?<=\.)\*)*/uy],
  ['quote', /"/y],
  ['operator', /==|!=|<=|>=|&&|\|\||[-+*/%<>!?:(),.[\]{}]/y],
];

/** How a message names a word that stands where another was expected. */
export function nameOf({ kind, text }: Token): string {
  if (kind === 'end') return 'end of string';
  if (kind === 'invalid') return `invalid sequence "${text}"`;
  if (kind === 'int') return `integer ${text}`;
  return kind === 'operator' && text.length > 1 ? text : `"${text}"`;
}
