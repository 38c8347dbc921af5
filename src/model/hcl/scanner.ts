// SPDX-License-Identifier: Apache-2.0
import { SyntaxProblem, positionAt } from './position.ts';
import { PUNCTUATION } from './token.ts';
import type { Literal, Token, TokenType } from './token.ts';
import { readHeredoc } from './heredoc.ts';
import { integerValue } from './number.ts';
import { endOfString, unquote } from './string.ts';

const BLANK = /[ \t\r\n]*/y;
const IDENTIFIER = /[\p{L}_][\p{L}\p{Nd}_.-]*/uy;
const HEXADECIMAL = /-?0[xX][0-9a-fA-F]*/y;
// A dot or an exponent makes it a float; `.5` and `5.` are floats, too.
const DECIMAL = /-?[0-9]+(?:\.[0-9]*)?(?:[eE][+-]?[0-9]*)?|\.[0-9]+(?:[eE][+-]?[0-9]*)?/y;

/** Splits HCL text into tokens, one at a time; comments and blanks are skipped. Throws SyntaxProblem. */
export class Scanner {
  readonly text: string;
  #at = 0;

  constructor(text: string) {
    this.text = text;
  }

  next(): Token {
    this.#skipBlanksAndComments();
    const offset = this.#at;
    const first = this.text[offset];
    if (first === undefined) return this.#token('EOF', offset, '', '');
    if (first === '\0') this.#fail(offset, 'unexpected null character (0x00)');
    if (first === '"') return this.#string(offset);
    if (first === '<') return this.#heredoc(offset);
    const word = this.#match(IDENTIFIER);
    if (word !== undefined) {
      if (word === 'true' || word === 'false') {
        return this.#token('BOOL', offset, word, word === 'true');
      }
      return this.#token('IDENT', offset, word, word);
    }
    const number = this.#number(offset);
    if (number !== undefined) return number;
    const type = PUNCTUATION.get(first);
    if (type === undefined) this.#fail(offset, 'illegal char');
    this.#at += 1;
    return this.#token(type, offset, first, '');
  }

  #token(type: TokenType, offset: number, text: string, value: Literal): Token {
    return { type, text, offset, value };
  }

  #string(offset: number): Token {
    const end = endOfString(this.text, offset);
    this.#at = end;
    const text = this.text.slice(offset, end);
    return this.#token('STRING', offset, text, unquote(text));
  }

  #heredoc(offset: number): Token {
    const { end, value } = readHeredoc(this.text, offset);
    this.#at = end;
    return this.#token('HEREDOC', offset, this.text.slice(offset, end), value);
  }

  #number(offset: number): Token | undefined {
    const hexadecimal = this.#match(HEXADECIMAL);
    const text = hexadecimal ?? this.#match(DECIMAL);
    if (text === undefined) return undefined;
    if (hexadecimal === undefined && /[.eE]/.test(text)) {
      const value = Number(text);
      if (Number.isNaN(value)) {
        this.#fail(offset, `strconv.ParseFloat: parsing "${text}": invalid syntax`);
      }
      return this.#token('FLOAT', offset, text, value);
    }
    const result = integerValue(text);
    if (typeof result === 'string') this.#fail(offset, result);
    return this.#token('NUMBER', offset, text, result);
  }

  #skipBlanksAndComments(): void {
    for (;;) {
      this.#match(BLANK);
      const first = this.text[this.#at];
      if (first === '#') {
        this.#at = this.#endOfLine();
      } else if (first === '/') {
        this.#skipSlashComment();
      } else {
        return;
      }
    }
  }

  #skipSlashComment(): void {
    const second = this.text[this.#at + 1];
    if (second === '/') {
      this.#at = this.#endOfLine();
      return;
    }
    if (second !== '*') this.#fail(this.#at, "expected '/' for comment");
    const end = this.text.indexOf('*/', this.#at + 2);
    if (end === -1) this.#fail(this.text.length, 'comment not terminated');
    this.#at = end + 2;
  }

  #endOfLine(): number {
    const end = this.text.indexOf('\n', this.#at);
    return end === -1 ? this.text.length : end;
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.text)?.[0];
    if (found === undefined || found === '') return undefined;
    this.#at += found.length;
    return found;
  }

  #fail(offset: number, reason: string): never {
    throw new SyntaxProblem(positionAt(this.text, offset), reason);
  }
}
