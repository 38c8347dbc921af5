// SPDX-License-Identifier: Apache-2.0
// Brings an expression and the fields of rows together: selectors that exist, operators that their fields
// have, values read as what they are compared with. Out: a function of a row.
import { goQuote } from '../go-quote.ts';
import { type Expression, FilterProblem, type Match, type Operator } from './expression.ts';
import { below, type Field, type Fields, operatorsOf, ownField } from './field.ts';
import { compilePattern } from './pattern.ts';

export type Predicate = (row: unknown) => boolean;

/** Throws FilterProblem, of what is wrong first from left to right. */
export function bindExpression(expression: Expression, fields: Fields): Predicate {
  switch (expression.type) {
    case 'and':
    case 'or': {
      const operands = expression.operands.map((part) => bindExpression(part, fields));
      return expression.type === 'and'
        ? (row) => operands.every((holds) => holds(row))
        : (row) => operands.some((holds) => holds(row));
    }
    case 'not': {
      const isHeld = bindExpression(expression.operand, fields);
      return (row) => !isHeld(row);
    }
    case 'match':
      return bindMatch(expression, fields);
  }
}

function bindMatch(match: Match, fields: Fields): Predicate {
  const { selector, operator } = match;
  const path = pathOf(selector, fields);
  const field = path.at(-1) as Field;
  if (!operatorsOf(field).includes(operator)) {
    throw new FilterProblem(
      `Invalid match operator ${goQuote(operator)} for selector ${goQuote(selector.join('.'))}`,
    );
  }
  const test = testOf(match, field);
  const isHeldByNothing = HELD_BY_NOTHING.has(operator);
  return (row) => holds(row, 0);

  // `value` is what the first `depth` parts of the selector have led to.
  function holds(value: unknown, depth: number): boolean {
    const container = depth === 0 ? undefined : path[depth - 1];
    const name = selector[depth];
    if (name === undefined) return test(value);
    if (container?.type === 'list') {
      return Array.isArray(value) && value.some((item) => holds(property(item, name), depth + 1));
    }
    if (container?.type === 'map') {
      return hasKey(value, name) ? holds(property(value, name), depth + 1) : isHeldByNothing;
    }
    return holds(property(value, name), depth + 1);
  }
}

// What is said of a key that a map doesn't have: it equals nothing, contains nothing, and is empty. (That it
// also matches every pattern is Consul's own rule.)
const HELD_BY_NOTHING: ReadonlySet<Operator> = new Set<Operator>([
  'Not Equal',
  'Not In',
  'Is Empty',
  'Matches',
  'Not Matches',
]);

function pathOf(selector: readonly string[], fields: Fields): readonly Field[] {
  const path: Field[] = [];
  for (const [depth, name] of selector.entries()) {
    const last = path.at(-1);
    const next = last === undefined ? ownField(fields, name) : below(last, name);
    if (next === undefined) {
      const upTo = selector.slice(0, depth + 1).join('.');
      throw new FilterProblem(`Selector ${goQuote(upTo)} is not valid`);
    }
    path.push(next);
  }
  return path;
}

function testOf({ selector, operator, value: text = '' }: Match, field: Field): Predicate {
  switch (operator) {
    case 'Is Empty':
      return isEmpty;
    case 'Is Not Empty':
      return (value) => !isEmpty(value);
    case 'Matches':
    case 'Not Matches': {
      const matches = patternOf(text);
      const wanted = operator === 'Matches';
      return (value) => matches(textOf(value)) === wanted;
    }
    case 'In':
      return membership(field, operand(field, text, selector));
    case 'Not In': {
      const isIn = membership(field, operand(field, text, selector));
      return (value) => !isIn(value);
    }
    case 'Equal':
    case 'Not Equal': {
      const zero = field.type === 'scalar' ? field.zero : undefined;
      const wanted = operand(field, text, selector);
      const isEqual = operator === 'Equal';
      return (value) => ((value ?? zero) === wanted) === isEqual;
    }
  }
}

function membership(field: Field, wanted: string | boolean | number): Predicate {
  if (field.type === 'map') return (value) => hasKey(value, String(wanted));
  if (field.type === 'list') return (value) => Array.isArray(value) && value.includes(wanted);
  return (value) => textOf(value).includes(String(wanted));
}

function operand(
  field: Field,
  text: string,
  selector: readonly string[],
): string | boolean | number {
  const scalar = field.type === 'list' ? field.of : field;
  if (scalar.type !== 'scalar') return text;
  const read = scalar.read(text);
  if ('value' in read) return read.value;
  const where = goQuote(selector.join('.'));
  throw new FilterProblem(
    `Failed to coerce value ${goQuote(text)} for selector ${where}: ${read.problem}`,
  );
}

function patternOf(text: string): (value: string) => boolean {
  try {
    return compilePattern(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new FilterProblem(`Failed to compile regular expression ${goQuote(text)}: ${reason}`, {
      cause: error,
    });
  }
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function isEmpty(value: unknown): boolean {
  if (Array.isArray(value)) return value.length === 0;
  return typeof value !== 'object' || value === null || Object.keys(value).length === 0;
}

function property(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  return (value as Readonly<Record<string, unknown>>)[name];
}

function hasKey(value: unknown, name: string): boolean {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name);
}
