// SPDX-License-Identifier: Apache-2.0
// Reads the expressions of `?filter=`, service subsets and the like: Consul's boolean expressions.
//
//   expression := and { "or" and }         comparison := selector ("==" | "!=") value
//   and        := not { "and" not }                     | selector ["not"] ("contains" | "matches") value
//   not        := "not" not | group                     | selector "is" ["not"] "empty"
//   group      := "(" expression ")"                    | value ["not"] "in" selector
//               | comparison
//
// Words need space around them, == and != do not. There are no reserved words: `not == in` compares.
import { type Expression, FilterProblem, type Match, type Operator } from './expression.ts';
import { Source } from './source.ts';
import { selector, space, value } from './terms.ts';

/** In characters. */
export const MAX_EXPRESSION = 16_384;
/** How many parentheses and nots may be inside each other. */
export const MAX_NESTING = 100;

/** Throws FilterProblem with the words that Consul has for it. */
export function parseFilter(text: string): Expression {
  if (text.length > MAX_EXPRESSION) {
    throw new FilterProblem(`expression is longer than ${MAX_EXPRESSION} characters`, {
      isSyntax: true,
    });
  }
  return new Parser(text).read();
}

// The spaces that a comparison's words need are part of them.
const WITH_VALUE: readonly (readonly [words: readonly string[], operator: Operator])[] = [
  [['contains'], 'In'],
  [['not', 'contains'], 'Not In'],
  [['matches'], 'Matches'],
  [['not', 'matches'], 'Not Matches'],
];
const WITHOUT_VALUE: readonly (readonly [words: readonly string[], operator: Operator])[] = [
  [['is', 'empty'], 'Is Empty'],
  [['is', 'not', 'empty'], 'Is Not Empty'],
];
const VALUE_FIRST: readonly (readonly [words: readonly string[], operator: Operator])[] = [
  [['in'], 'In'],
  [['not', 'in'], 'Not In'],
];

class Parser {
  readonly #source: Source;
  // What begins at a place is read once: else each parenthesis would double the work.
  readonly #read = new Map<number, { readonly end: number; readonly found: Found }>();
  #depth = 0;

  constructor(text: string) {
    this.#source = new Source(text);
  }

  read(): Expression {
    const source = this.#source;
    space(source);
    const found = this.#expression();
    if (found !== undefined) space(source);
    const isRead = found !== undefined && source.end();
    const failure = source.failure(isRead);
    if (failure !== undefined) throw failure;
    return found as Expression;
  }

  #expression(): Found {
    const source = this.#source;
    const start = source.at;
    const known = this.#read.get(start);
    if (known !== undefined) {
      source.at = known.end;
      return known.found;
    }
    const found = this.#chain('or', () => this.#chain('and', () => this.#not()));
    this.#read.set(start, { end: source.at, found });
    return found;
  }

  #chain(type: 'and' | 'or', operand: () => Found): Found {
    const source = this.#source;
    const first = operand();
    if (first === undefined) return undefined;
    const operands = [first];
    for (;;) {
      const start = source.at;
      const next = words(source, [type]) && space(source) ? operand() : undefined;
      if (next === undefined) {
        source.at = start;
        return operands.length === 1 ? first : { type, operands };
      }
      operands.push(next);
    }
  }

  #not(): Found {
    const source = this.#source;
    const start = source.at;
    if (source.literal('not') && space(source)) {
      const operand = this.#deeper(() => this.#not());
      if (operand !== undefined) return { type: 'not', operand };
    }
    source.at = start;
    return this.#group();
  }

  #group(): Found {
    const source = this.#source;
    const start = source.at;
    let unclosedAt: number | undefined;
    if (source.literal('(')) {
      space(source);
      const found = this.#deeper(() => this.#expression());
      if (found !== undefined) {
        space(source);
        if (source.literal(')')) return found;
        unclosedAt = source.at;
      }
      source.at = start;
    }
    const found = this.#comparison();
    if (found === undefined && unclosedAt !== undefined) {
      source.problem('grouping', 'Unmatched parentheses', unclosedAt);
    }
    return found;
  }

  #comparison(): Match | undefined {
    const source = this.#source;
    const start = source.at;
    const left = selector(source);
    if (left !== undefined) {
      const found = this.#rightOf(left);
      if (found !== undefined) return found;
      source.at = start;
    }
    const found = this.#valueFirst();
    if (found === undefined) source.at = start;
    return found;
  }

  #rightOf(left: readonly string[]): Match | undefined {
    const source = this.#source;
    const start = source.at;
    for (const [sign, operator] of [
      ['==', 'Equal'],
      ['!=', 'Not Equal'],
    ] as const) {
      source.at = start;
      space(source);
      if (!source.literal(sign)) continue;
      space(source);
      const right = value(source);
      if (right !== undefined) return { type: 'match', selector: left, operator, value: right };
    }
    for (const [names, operator] of WITH_VALUE) {
      source.at = start;
      const right = words(source, names) && space(source) ? value(source) : undefined;
      if (right !== undefined) return { type: 'match', selector: left, operator, value: right };
    }
    for (const [names, operator] of WITHOUT_VALUE) {
      source.at = start;
      if (words(source, names)) {
        return { type: 'match', selector: left, operator, value: undefined };
      }
    }
    return undefined;
  }

  #valueFirst(): Match | undefined {
    const source = this.#source;
    const left = value(source);
    if (left === undefined) return undefined;
    const start = source.at;
    for (const [names, operator] of VALUE_FIRST) {
      source.at = start;
      if (!words(source, names) || !space(source)) continue;
      const right = selector(source);
      if (right !== undefined) return { type: 'match', selector: right, operator, value: left };
      source.problem('match', 'Invalid selector');
    }
    return undefined;
  }

  #deeper<T>(rule: () => T): T {
    this.#depth += 1;
    if (this.#depth > MAX_NESTING) {
      throw new FilterProblem(`expression is nested deeper than ${MAX_NESTING} levels`, {
        isSyntax: true,
      });
    }
    const found = rule();
    this.#depth -= 1;
    return found;
  }
}

type Found = Expression | undefined;

/** Words with space before each. */
function words(source: Source, names: readonly string[]): boolean {
  return names.every((name) => space(source) && source.literal(name));
}
