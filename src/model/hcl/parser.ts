// SPDX-License-Identifier: Apache-2.0
import { SyntaxProblem, positionAt } from './position.ts';
import { Scanner } from './scanner.ts';
import type { Literal, Token, TokenType } from './token.ts';

export interface Key {
  readonly name: string;
  /** UTF-16 offset in the text. */
  readonly offset: number;
}

/** `key = value`, or `key "label" … { }`, which has several keys. */
export interface Item {
  readonly keys: readonly Key[];
  readonly value: Value;
}

export type Value =
  | { readonly type: 'object'; readonly offset: number; readonly items: readonly Item[] }
  | { readonly type: 'list'; readonly offset: number; readonly values: readonly Value[] }
  | { readonly type: 'literal'; readonly offset: number; readonly value: Literal };

const LITERALS: ReadonlySet<TokenType> = new Set(['NUMBER', 'FLOAT', 'BOOL', 'STRING', 'HEREDOC']);

/** Thrown inside the parser where the text ends at a place at which an item could have followed. */
const END_OF_TEXT = Symbol('end of text');

/**
 * Recursive descent over HCL1: the grammar, what it lets pass (commas between settings, `a =` at the very
 * end) and the texts of its errors are those of hashicorp/hcl v1.
 */
export class Parser {
  readonly #scanner: Scanner;
  readonly #maxDepth: number;
  #ahead: Token | undefined;
  #depth = 0;

  constructor(text: string, maxDepth: number) {
    this.#scanner = new Scanner(text);
    this.#maxDepth = maxDepth;
  }

  parse(): readonly Item[] {
    return this.#items(false);
  }

  #items(isNested: boolean): Item[] {
    const items: Item[] = [];
    for (;;) {
      if (isNested && this.#peek().type === 'RBRACE') return items;
      const item = this.#item();
      if (item === END_OF_TEXT) return items;
      items.push(item);
      if (this.#peek().type === 'COMMA') this.#take();
    }
  }

  #item(): Item | typeof END_OF_TEXT {
    const { keys, closing } = this.#keys();
    if (keys.length === 0) return END_OF_TEXT;
    switch (closing.type) {
      case 'ASSIGN': {
        const value = this.#value();
        return value === END_OF_TEXT ? END_OF_TEXT : { keys, value };
      }
      case 'LBRACE':
        return { keys, value: this.#object(closing) };
      default: {
        const written = keys.map((key) => key.token.text).join(' ');
        return this.#fail(
          closing,
          `key '${written}' expected start of object ('{') or assignment ('=')`,
        );
      }
    }
  }

  /** The keys before a value and the token after them. No keys: the text has ended. */
  #keys(): { keys: (Key & { token: Token })[]; closing: Token } {
    const keys: (Key & { token: Token })[] = [];
    for (;;) {
      const token = this.#take();
      switch (token.type) {
        case 'IDENT':
        case 'STRING':
          keys.push({ name: String(token.value), offset: token.offset, token });
          break;
        case 'EOF':
          return { keys, closing: token };
        case 'ASSIGN':
          if (keys.length > 1) this.#fail(token, 'nested object expected: LBRACE got: ASSIGN');
          if (keys.length === 0) this.#fail(token, 'no object keys found!');
          return { keys, closing: token };
        case 'LBRACE':
          if (keys.length === 0) this.#fail(token, 'expected: IDENT | STRING got: LBRACE');
          return { keys, closing: token };
        default:
          if (token.type === 'RBRACE' && keys.length > 0) return { keys, closing: token };
          this.#fail(token, `expected: IDENT | STRING | ASSIGN | LBRACE got: ${token.type}`);
      }
    }
  }

  #value(): Value | typeof END_OF_TEXT {
    const token = this.#take();
    if (LITERALS.has(token.type)) return literal(token);
    if (token.type === 'LBRACE') return this.#object(token);
    if (token.type === 'LBRACK') return this.#list(token);
    if (token.type === 'EOF') return END_OF_TEXT;
    const { line, column } = positionAt(this.#scanner.text, token.offset);
    return this.#fail(token, `Unknown token: ${line}:${column} ${token.type} ${token.text}`);
  }

  #object(opening: Token): Value {
    this.#enter(opening);
    const items = this.#items(true);
    const closing = this.#take();
    if (closing.type !== 'RBRACE') {
      this.#fail(closing, `object expected closing RBRACE got: ${closing.type}`);
    }
    this.#depth -= 1;
    return { type: 'object', offset: opening.offset, items };
  }

  #list(opening: Token): Value {
    this.#enter(opening);
    const values: Value[] = [];
    let needsComma = false;
    for (;;) {
      const token = this.#take();
      if (token.type === 'RBRACK') break;
      if (token.type === 'COMMA') {
        needsComma = false;
        continue;
      }
      if (needsComma) {
        this.#fail(token, `error parsing list, expected comma or list end, got: ${token.type}`);
      }
      values.push(this.#listItem(token));
      // A list may follow a list without a comma; anything else may not.
      needsComma = token.type !== 'LBRACK';
    }
    this.#depth -= 1;
    return { type: 'list', offset: opening.offset, values };
  }

  #listItem(token: Token): Value {
    if (LITERALS.has(token.type)) return literal(token);
    if (token.type === 'LBRACE') {
      return this.#within(token, 'object', () => this.#object(token));
    }
    if (token.type === 'LBRACK') return this.#within(token, 'list', () => this.#list(token));
    return this.#fail(token, `unexpected token while parsing list: ${token.type}`);
  }

  /** Names the list item in which an error lies; a scanner's error stays as it is. */
  #within(token: Token, what: 'object' | 'list', parse: () => Value): Value {
    try {
      return parse();
    } catch (error) {
      if (!(error instanceof ParseProblem)) throw error;
      return this.#fail(token, `error while trying to parse ${what} within list: ${error.message}`);
    }
  }

  #enter(opening: Token): void {
    this.#depth += 1;
    if (this.#depth > this.#maxDepth) {
      const position = positionAt(this.#scanner.text, opening.offset);
      throw new SyntaxProblem(position, `nested more than ${this.#maxDepth} levels deep`);
    }
  }

  #peek(): Token {
    this.#ahead ??= this.#scanner.next();
    return this.#ahead;
  }

  #take(): Token {
    const token = this.#peek();
    this.#ahead = undefined;
    return token;
  }

  #fail(token: Token, reason: string): never {
    throw new ParseProblem(positionAt(this.#scanner.text, token.offset), reason);
  }
}

class ParseProblem extends SyntaxProblem {}

function literal(token: Token): Value {
  return { type: 'literal', offset: token.offset, value: token.value };
}
