// SPDX-License-Identifier: Apache-2.0
// Random filters on random rows choose what a plain evaluator of the same conditions chooses. It shares
// nothing with ours: it never sees a text or a field table, and follows a selector to all values at once.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { seed, seeded } from '../../../test/seeded.ts';
import { catalogServiceFields } from './fields/service.ts';
import { filtered, filterFor } from './filter.ts';

const random = seeded(seed);
const WORDS = ['', 'a', 'b', 'ab', 'web', 'a b', '"', '`', 'é', '1', 'true', 'not', 'in'];

type Row = Record<string, unknown>;
type Condition =
  | { of: 'and' | 'or'; parts: Condition[] }
  | { of: 'not'; part: Condition }
  | { of: 'field'; path: string[]; word: string; value: string | number | boolean };

const maybe = <T>(make: () => T): T | undefined => (random.below(3) === 0 ? undefined : make());
const some = <T>(make: () => T): T[] => Array.from({ length: random.below(4) }, make);
const word = () => random.pick(WORDS);
const pairs = (make: () => unknown) =>
  Object.fromEntries(some(() => [word() || 'k', make()] as const));

function randomRow(): Row {
  return {
    Node: word(),
    NodeMeta: random.below(4) === 0 ? null : pairs(word),
    ServiceTags: random.below(4) === 0 ? null : some(word),
    ServicePort: maybe(() => random.below(3)),
    ServiceEnableTagOverride: maybe(() => random.below(2) === 0),
    ServiceTaggedAddresses: maybe(() => pairs(() => ({ Address: word(), Port: random.below(3) }))),
    ServiceProxy: maybe(() => ({
      Upstreams: maybe(() =>
        some(() => ({
          DestinationName: word(),
          LocalBindPort: maybe(() => random.below(3)),
          MeshGateway: maybe(() => ({ Mode: maybe(word) })),
        })),
      ),
    })),
  };
}

// What may be asked of which field, by what it holds.
const TEXT = ['==', '!=', 'contains', 'not contains', 'matches', 'not matches'];
const SAME = ['==', '!='];
const GROUP = ['contains', 'not contains', 'is empty', 'is not empty'];
const EMPTY = ['is empty', 'is not empty'];
const key = () => word() || 'k';
const FIELDS: readonly (() => [
  path: string[],
  words: string[],
  value: string | number | boolean,
])[] = [
  () => [['Node'], TEXT, word()],
  () => [['NodeMeta'], GROUP, key()],
  () => [['NodeMeta', key()], TEXT, word()],
  () => [['ServiceTags'], GROUP, word()],
  () => [['ServicePort'], SAME, random.below(3)],
  () => [['ServiceEnableTagOverride'], SAME, random.below(2) === 0],
  () => [['ServiceTaggedAddresses'], GROUP, key()],
  () => [['ServiceTaggedAddresses', key(), 'Port'], SAME, random.below(3)],
  () => [['ServiceTaggedAddresses', key(), 'Address'], TEXT, word()],
  () => [['ServiceProxy', 'Upstreams'], EMPTY, ''],
  () => [['ServiceProxy', 'Upstreams', 'DestinationName'], TEXT, word()],
  () => [['ServiceProxy', 'Upstreams', 'LocalBindPort'], SAME, random.below(3)],
  () => [['ServiceProxy', 'Upstreams', 'MeshGateway', 'Mode'], TEXT, word()],
];

function randomCondition(depth = 0): Condition {
  const choice = depth > 3 ? 9 : random.below(10);
  if (choice < 2) return { of: 'not', part: randomCondition(depth + 1) };
  if (choice < 5) {
    const parts = [randomCondition(depth + 1), ...some(() => randomCondition(depth + 1))];
    return { of: random.pick(['and', 'or'] as const), parts };
  }
  const [path, words, value] = random.pick(FIELDS)();
  return { of: 'field', path, word: random.pick(words), value };
}

function written(condition: Condition): string {
  if (condition.of === 'not') return `not (${written(condition.part)})`;
  if (condition.of !== 'field') {
    return `(${condition.parts.map(written).join(`) ${condition.of} (`)})`;
  }
  const { path, word: operator, value } = condition;
  const [first = '', ...rest] = path;
  const selector = first + rest.map((name) => `[${quoted(name)}]`).join('');
  if (operator.endsWith('empty')) return `${selector} ${operator}`;
  const text = typeof value === 'string' ? quoted(pattern(operator, value)) : String(value);
  if (operator.endsWith('contains') && random.below(2) === 0) {
    return `${text} ${operator.replace('contains', 'in')} ${selector}`;
  }
  return `${selector} ${operator} ${text}`;
}

const quoted = (text: string): string =>
  text.includes('"') ? `\`${text}\`` : `"${text.replaceAll('`', '\\x60')}"`;
const pattern = (operator: string, value: string) =>
  operator.endsWith('matches') ? `^${value}` : value;

// The plain evaluator.
const NO_SUCH_KEY = Symbol('no such key');
const MAPS = new Set(['NodeMeta', 'ServiceTaggedAddresses']);

function valuesAt(value: unknown, path: readonly string[], parent = ''): unknown[] {
  const [name, ...rest] = path;
  if (name === undefined) return [value];
  if (parent === 'Upstreams') {
    return ((value ?? []) as unknown[]).flatMap((item) => valuesAt(item, path));
  }
  const inner = new Map(Object.entries((value ?? {}) as Row));
  if (MAPS.has(parent) && !inner.has(name)) return [NO_SUCH_KEY];
  return valuesAt(inner.get(name), rest, name);
}

function isTrue(condition: Condition, row: Row): boolean {
  if (condition.of === 'not') return !isTrue(condition.part, row);
  if (condition.of !== 'field') {
    const truths = condition.parts.map((part) => isTrue(part, row));
    return condition.of === 'and' ? !truths.includes(false) : truths.includes(true);
  }
  const { path, word: operator, value } = condition;
  return valuesAt(row, path).some((found) => {
    if (found === NO_SUCH_KEY) return operator !== '==' && operator !== 'contains';
    const isNegative = operator === '!=' || operator.includes('not');
    return plainly(operator.replace('not ', ''), found, value) !== isNegative;
  });
}

function plainly(operator: string, found: unknown, value: string | number | boolean): boolean {
  if (operator === 'is empty') return Object.keys(found ?? {}).length === 0;
  if (operator === 'contains' && typeof found === 'object') {
    const names = Array.isArray(found) ? found : Object.keys(found ?? {});
    return names.includes(value);
  }
  if (operator === 'contains') return String(found ?? '').includes(String(value));
  if (operator === 'matches') return String(found ?? '').startsWith(String(value));
  const nothing = { string: '', number: 0, boolean: false }[typeof value as 'string'];
  return (found ?? nothing) === value;
}

test(`random filters choose what a plain evaluator chooses (seed ${seed})`, () => {
  for (let round = 0; round < 3_000; round += 1) {
    const rows = some(randomRow);
    const condition = randomCondition();
    const text = written(condition);
    const wanted = rows.filter((row) => isTrue(condition, row));
    assert.deepEqual(filtered(rows, filterFor(text, catalogServiceFields)), wanted, text);
  }
});
