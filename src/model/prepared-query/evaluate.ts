// SPDX-License-Identifier: Apache-2.0
// What a template comes to for a name. Values turn into what is wanted of them, as in Consul; what can't be is told.
import { parseBool } from '../go-bool.ts';
import { goQuote } from '../go-quote.ts';
import { type Expression, TemplateProblem } from './parse.ts';

/** What interpolations may name. */
export interface Scope {
  readonly names: Readonly<Record<string, string>>;
  /** Of the template's regular expression; 0 is all of it. */
  readonly matches: readonly string[];
}

type Value =
  | { readonly type: 'string'; readonly value: string }
  | { readonly type: 'int' | 'float'; readonly value: number }
  | { readonly type: 'bool'; readonly value: boolean };

/** Throws TemplateProblem. */
export function evaluate(expression: Expression, scope: Scope): string {
  return textOf(valueOf(expression, scope));
}

function valueOf(expression: Expression, scope: Scope): Value {
  switch (expression.is) {
    case 'value':
      return literal(expression.value, expression.isFloat);
    case 'text':
      return textValue(expression.parts.map((part) => textOf(valueOf(part, scope))).join(''));
    case 'name': {
      const { name, place } = expression;
      if (Object.hasOwn(scope.names, name)) return textValue(scope.names[name] ?? '');
      throw new TemplateProblem(`${place}: unknown variable accessed: ${name}`);
    }
    case 'call':
      return called(expression, scope);
    case 'not':
      return boolValue(!truthOf(valueOf(expression.of, scope), expression.place));
    case 'minus': {
      const of = valueOf(expression.of, scope);
      return numberValue(-numberOf(of), of.type === 'float');
    }
    case 'both':
      return combined(expression, scope);
    case 'choice': {
      const isTrue = truthOf(valueOf(expression.when, scope), expression.place);
      const [yes, no] = [valueOf(expression.yes, scope), valueOf(expression.no, scope)];
      // Both are to be of one type, which is that of the second.
      return isTrue ? convert(yes, no.type) : no;
    }
    default: {
      const [line = '1', column = '1'] = expression.place.split(':');
      const { type } = valueOf(expression.of, scope);
      const kind = `Type${type.charAt(0).toUpperCase()}${type.slice(1)}`;
      const what = `invalid index operation into non-indexable type: ${kind}`;
      throw new TemplateProblem(`At column ${column}, line ${line}: ${what}`);
    }
  }
}

function called(call: Expression & { readonly is: 'call' }, { names, matches }: Scope): Value {
  const { name, args, place } = call;
  const values = args.map((arg) => valueOf(arg, { names, matches }));
  if (name !== 'match') throw new TemplateProblem(`${place}: unknown function called: ${name}`);
  const [which] = values;
  if (values.length !== 1 || which === undefined) {
    throw new TemplateProblem(`${place}: match: expected 1 arguments, got ${values.length}`);
  }
  return textValue(matches[numberOf(which)] ?? '');
}

function combined(
  { operator, sides, place }: Expression & { readonly is: 'both' },
  scope: Scope,
): Value {
  const [left, right] = sides.map((side) => valueOf(side, scope));
  if (left === undefined || right === undefined) throw new Error('an operator has two sides');
  if (operator === '&&') return boolValue(truthOf(left, place, 1) && truthOf(right, place));
  if (operator === '||') return boolValue(truthOf(left, place, 1) || truthOf(right, place));
  if (operator === '==' || operator === '!=') {
    return boolValue(areEqual(left, right, place) === (operator === '=='));
  }
  const isFloat = left.type === 'float' || right.type === 'float';
  const [a, b] = [numberOf(left, isFloat), numberOf(right, isFloat)];
  if (isComparison(operator)) return boolValue(compared(operator, a, b));
  return numberValue(calculated(operator, a, b, isFloat), isFloat);
}

function areEqual(left: Value, right: Value, place: string): boolean {
  if (left.type === 'string') return left.value === textOf(right);
  if (left.type === 'bool') return left.value === truthOf(right, place);
  return left.value === numberOf(right, left.type === 'float');
}

const isComparison = (operator: string): boolean => /^[<>]=?$/.test(operator);

function compared(operator: string, a: number, b: number): boolean {
  if (operator.startsWith('<')) return operator === '<' ? a < b : a <= b;
  return operator === '>' ? a > b : a >= b;
}

function calculated(operator: string, a: number, b: number, isFloat: boolean): number {
  if (operator === '+') return a + b;
  if (operator === '-') return a - b;
  if (operator === '*') return a * b;
  if (b === 0 && !isFloat) throw new TemplateProblem('__builtin_IntMath: divide by zero');
  if (operator === '%') return a % b;
  return isFloat ? a / b : Math.trunc(a / b);
}

const textValue = (value: string): Value => ({ type: 'string', value });
const boolValue = (value: boolean): Value => ({ type: 'bool', value });
const numberValue = (value: number, isFloat: boolean): Value => {
  return { type: isFloat ? 'float' : 'int', value };
};

function literal(value: string | number | boolean, isFloat = false): Value {
  if (typeof value === 'number') return numberValue(value, isFloat);
  return typeof value === 'boolean' ? boolValue(value) : textValue(value);
}

const textOf = ({ value }: Value): string => String(value);

function numberOf({ type, value }: Value, isFloat = false): number {
  if (typeof value === 'number') return isFloat || type === 'int' ? value : Math.trunc(value);
  const text = String(value);
  const pattern = isFloat ? /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i : /^[+-]?\d+$/;
  if (pattern.test(text)) return Number(text);
  throw unconvertible(isFloat ? 'Float' : 'Int', text);
}

function convert(value: Value, type: Value['type']): Value {
  if (type === 'string' || value.type === 'bool') return textValue(textOf(value));
  if (type === 'bool') return value.type === 'string' ? boolValue(truthOf(value, '1:1')) : value;
  return numberValue(numberOf(value, type === 'float'), type === 'float');
}

/** `operand` is what a message calls it when it is a number, which never is a truth. */
function truthOf({ type, value }: Value, place: string, operand = 2): boolean {
  if (typeof value === 'number') {
    const [line = '1', column = '1'] = place.split(':');
    const got = `got Type${type === 'int' ? 'Int' : 'Float'}`;
    const what = `operand ${operand} should be TypeBool, ${got}`;
    throw new TemplateProblem(`At column ${column}, line ${line}: ${what}`);
  }
  const truth = typeof value === 'boolean' ? value : parseBool(String(value));
  if (truth === undefined) throw unconvertible('Bool', String(value));
  return truth;
}

function unconvertible(type: 'Int' | 'Float' | 'Bool', text: string): TemplateProblem {
  const why = `strconv.Parse${type}: parsing ${goQuote(text)}: invalid syntax`;
  return new TemplateProblem(`__builtin_StringTo${type}: ${why}`);
}
