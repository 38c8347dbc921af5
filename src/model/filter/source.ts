// SPDX-License-Identifier: Apache-2.0
// The text of an expression while it is read. Out: what it should have been instead, in the words of
// Consul's parser: everything that was tried at the place that reading came farthest to, or whatever rules
// said on their own.
import { goQuote } from '../go-quote.ts';
import { FilterProblem } from './expression.ts';

const END = 'EOF';

export class Source {
  readonly text: string;
  /** Where reading stands. Rules that give up put it back. */
  at = 0;
  #farthest = 0;
  readonly #expected = new Set<string>();
  readonly #problems = new Set<string>();

  constructor(text: string) {
    this.text = text;
  }

  /** Reads exactly this. */
  literal(wanted: string): boolean {
    if (!this.text.startsWith(wanted, this.at)) return this.#missing(goQuote(wanted));
    this.at += wanted.length;
    return true;
  }

  /** Reads one character of a class, such as '[0-9]', whose `pattern` is sticky. */
  oneOf(name: string, pattern: RegExp): boolean {
    pattern.lastIndex = this.at;
    if (!pattern.test(this.text)) return this.#missing(name);
    this.at += 1;
    return true;
  }

  /** Reads as many of a class as there are. */
  many(name: string, pattern: RegExp): boolean {
    const start = this.at;
    while (this.oneOf(name, pattern));
    return this.at > start;
  }

  /** Whether nothing is left. */
  end(): boolean {
    return this.at >= this.text.length || this.#missing(END);
  }

  /** What a rule has to say; then it is this, and not what was expected, that is told. */
  problem(rule: string, what: string, at: number = this.at): void {
    this.#problems.add(`${placeOf(this.text, at)}: rule ${goQuote(rule)}: ${what}`);
  }

  /** Undefined while nothing is wrong; `isRead` says whether the rules were met. */
  failure(isRead: boolean): FilterProblem | undefined {
    if (this.#problems.size > 0) {
      return new FilterProblem([...this.#problems].join('\n'), { isSyntax: true });
    }
    if (isRead) return undefined;
    const expected = [...this.#expected].filter((name) => name !== END).sort();
    if (this.#expected.has(END)) expected.push(END);
    const last = expected.pop() ?? '';
    const list = expected.length === 0 ? last : `${expected.join(', ')} or ${last}`;
    const place = placeOf(this.text, this.#farthest);
    return new FilterProblem(`${place}: no match found, expected: ${list}`, { isSyntax: true });
  }

  #missing(what: string): false {
    if (this.at < this.#farthest) return false;
    if (this.at > this.#farthest) {
      this.#farthest = this.at;
      this.#expected.clear();
    }
    this.#expected.add(what);
    return false;
  }
}

// line:column (bytes before it). A line begins with the line feed that ends the one before.
function placeOf(text: string, at: number): string {
  const before = text.slice(0, at);
  const upTo = text.slice(0, at + 1);
  const line = upTo.split('\n').length;
  const column = Array.from(before.slice(upTo.lastIndexOf('\n') + 1)).length;
  const isAtLineFeed = text[at] === '\n';
  return `${line}:${isAtLineFeed ? 0 : column + 1} (${Buffer.byteLength(before)})`;
}
