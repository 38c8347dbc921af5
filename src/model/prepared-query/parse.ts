// SPDX-License-Identifier: Apache-2.0
// The language of templates: text with interpolations, of which each is an expression. `$$` stands for a dollar.
import { nameOf, Scanner, type Token } from './scan.ts';

/** Positions are those of messages. */
export type Expression =
  | { readonly is: 'value'; readonly value: string | number | boolean; readonly isFloat?: boolean }
  | { readonly is: 'text'; readonly parts: readonly Expression[] }
  | { readonly is: 'name'; readonly name: string; readonly place: string }
  | {
      readonly is: 'call';
      readonly name: string;
      readonly args: readonly Expression[];
      readonly place: string;
    }
  | { readonly is: 'not' | 'minus'; readonly of: Expression; readonly place: string }
  | {
      readonly is: 'both';
      readonly operator: string;
      readonly sides: readonly Expression[];
      readonly place: string;
    }
  | {
      readonly is: 'choice';
      readonly when: Expression;
      readonly yes: Expression;
      readonly no: Expression;
      readonly place: string;
    }
  | {
      readonly is: 'item';
      readonly of: Expression;
      readonly at: Expression;
      readonly place: string;
    };

/** Thrown for a text that is no template; the message is what a client reads. */
export class TemplateProblem extends Error {}

export function parseTemplate(text: string): Expression {
  return new Parser(text).whole();
}

// Weakest first.
const PRECEDENCE: readonly (readonly string[])[] = [
  ['||'],
  ['&&'],
  ['==', '!='],
  ['<', '>', '<=', '>='],
  ['+', '-'],
  ['*', '/', '%'],
];
const MAX_DEPTH = 50;
// Each may add one to the depth of what is evaluated.
const MAX_OPERATORS = 1_000;
const MAX_INTEGER = 2n ** 63n - 1n;
const ESCAPES: Readonly<Record<string, string>> = { n: '\n', '"': '"', '\\': '\\' };

class Parser {
  readonly #scanner: Scanner;
  #depth = 0;
  #operators = 0;

  constructor(text: string) {
    this.#scanner = new Scanner(text);
  }

  whole(): Expression {
    return this.#text(false);
  }

  /** Up to the end, or, in quotes, to the quote that ends it. */
  #text(isQuoted: boolean): Expression {
    const { text } = this.#scanner;
    const parts: Expression[] = [];
    const begin = this.#scanner.at;
    let literal = '';
    for (let at = begin; ;) {
      const char = text[at];
      if (char === undefined && isQuoted) {
        throw this.#unexpected('"${"', { kind: 'invalid', text: text.slice(begin), at: begin });
      }
      if (char === undefined || (isQuoted && char === '"')) {
        this.#scanner.at = at + 1;
        break;
      }
      if (text.startsWith('${', at)) {
        if (literal !== '') parts.push({ is: 'value', value: literal });
        literal = '';
        this.#scanner.at = at + 2;
        parts.push(this.#expression());
        this.#expect('}');
        ({ at } = this.#scanner);
        continue;
      }
      const isEscape = isQuoted && char === '\\';
      const escape = isEscape ? ESCAPES[text[at + 1] ?? ''] : undefined;
      if (isEscape && escape === undefined)
        throw this.#problem(at, 'invalid backslash escape sequence');
      const isDollars = text.startsWith('$$', at);
      literal += escape ?? char;
      at += escape !== undefined || isDollars ? 2 : 1;
    }
    if (literal !== '') parts.push({ is: 'value', value: literal });
    return { is: 'text', parts };
  }

  #expression(): Expression {
    this.#depth += 1;
    if (this.#depth > MAX_DEPTH) throw new TemplateProblem('expression nests too deeply');
    const place = this.#scanner.place(this.#scanner.peek().at);
    let expression = this.#binary(0);
    if (this.#takes('?')) {
      const yes = this.#expression();
      this.#expect(':', ':');
      expression = { is: 'choice', when: expression, yes, no: this.#expression(), place };
    }
    this.#depth -= 1;
    return expression;
  }

  #binary(level: number): Expression {
    const operators = PRECEDENCE[level];
    if (operators === undefined) return this.#unary();
    const place = this.#scanner.place(this.#scanner.peek().at);
    let left = this.#binary(level + 1);
    for (;;) {
      const { text } = this.#scanner.peek();
      if (!operators.includes(text)) return left;
      this.#operator();
      left = { is: 'both', operator: text, sides: [left, this.#binary(level + 1)], place };
    }
  }

  #unary(): Expression {
    const place = this.#scanner.place(this.#scanner.peek().at);
    let nots = '';
    for (let sign = this.#sign(); sign !== undefined; sign = this.#sign()) nots += sign;
    let of = this.#postfix();
    for (const sign of [...nots].toReversed())
      of = { is: sign === '!' ? 'not' : 'minus', of, place };
    return of;
  }

  #sign(): string | undefined {
    const { text } = this.#scanner.peek();
    return text === '!' || text === '-' ? this.#operator() : undefined;
  }

  #postfix(): Expression {
    let of = this.#primary();
    for (let open = this.#scanner.peek(); this.#takes('['); open = this.#scanner.peek()) {
      this.#count();
      const at = this.#expression();
      this.#expect(']');
      of = { is: 'item', of, at, place: this.#scanner.place(open.at) };
    }
    return of;
  }

  #primary(): Expression {
    const token = this.#scanner.next();
    const { kind, text } = token;
    if (kind === 'int') return this.#integer(token);
    if (kind === 'float') return { is: 'value', value: Number(text), isFloat: true };
    if (kind === 'quote') return this.#text(true);
    if (kind === 'name') return this.#named(token);
    if (text !== '(') throw this.#unexpected('expression', token);
    const inner = this.#expression();
    this.#expect(')');
    return inner;
  }

  #integer({ text, at }: Token): Expression {
    if (BigInt(text) <= MAX_INTEGER) return { is: 'value', value: Number(text) };
    const why = `strconv.Atoi: parsing "${text}": value out of range`;
    throw this.#problem(at, `invalid integer: ${why}`);
  }

  #named({ text: name, at }: Token): Expression {
    if (name === 'true' || name === 'false') return { is: 'value', value: name === 'true' };
    const place = this.#scanner.place(at);
    if (!this.#takes('(')) return { is: 'name', name, place };
    const args: Expression[] = [];
    if (this.#takes(')')) return { is: 'call', name, args, place };
    do args.push(this.#expression());
    while (this.#takes(','));
    this.#expect(')');
    return { is: 'call', name, args, place };
  }

  #operator(): string {
    this.#count();
    return this.#scanner.next().text;
  }

  #count(): void {
    this.#operators += 1;
    if (this.#operators > MAX_OPERATORS) throw new TemplateProblem('expression is too long');
  }

  #takes(operator: string): boolean {
    const token = this.#scanner.peek();
    if (token.kind !== 'operator' || token.text !== operator) return false;
    this.#scanner.next();
    return true;
  }

  #expect(operator: string, shown = `"${operator}"`): void {
    const token = this.#scanner.peek();
    if (!this.#takes(operator)) throw this.#unexpected(shown, token);
  }

  #unexpected(expected: string, found: Token): TemplateProblem {
    return this.#problem(found.at, `expected ${expected} but found ${nameOf(found)}`);
  }

  #problem(at: number, what: string): TemplateProblem {
    return new TemplateProblem(`parse error at ${this.#scanner.place(at)}: ${what}`);
  }
}
