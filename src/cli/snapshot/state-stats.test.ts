// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { sharedTables } from '../../state/tables.ts';
import { namedTables } from './own-rows.ts';
import { type KeyDetails, StateCounter } from './state-stats.ts';

const text = (value: string): Buffer =>
  Buffer.concat([Buffer.from([0xa0 + value.length]), Buffer.from(value)]);
const map = (...parts: Buffer[]): Buffer =>
  Buffer.concat([Buffer.from([0x80 + parts.length / 2]), ...parts]);
const record = (kind: number, value: Buffer): Buffer => Buffer.concat([Buffer.from([kind]), value]);
const bytes = (...values: number[]): Buffer => Buffer.from(values);

const header = map(text('LastIndex'), bytes(0xcd, 1, 2));
/** One of each kind of value that there is. */
const everything = map(
  text('numbers'),
  Buffer.concat([
    bytes(0x95, 0x7f, 0xff, 0xcf, 0, 0, 0, 0, 0, 0, 0, 1),
    bytes(0xcb, 0, 0, 0, 0, 0, 0, 0, 0, 0xd0, 1),
  ]),
  text('none'),
  bytes(0xc0),
  text('long'),
  Buffer.concat([bytes(0xda, 1, 0), Buffer.alloc(256, 'x')]),
  text('bytes'),
  bytes(0xc4, 3, 1, 2, 3),
  text('lists'),
  bytes(0xdc, 0, 2, 0xc2, 0x90),
  text('maps'),
  bytes(0xde, 0, 1, 0xa1, 0x61, 0xc3),
  text('extensions'),
  bytes(0x92, 0xd6, 1, 0, 0, 0, 0, 0xc7, 2, 1, 8, 9),
);
const key = (name: string): Buffer =>
  record(2, map(text('Flags'), bytes(0xcf, 0, 0, 0, 0, 0, 0, 0, 0), text('Key'), text(name)));

const consul = [
  header,
  record(0, everything),
  key('a/b/c'),
  key('a/b/d'),
  key('z'),
  record(99, bytes(0x80)),
];
const ours = ['["kv","a/b/c",{"entry":{"Key":"a/b/c"}}]', '["nodes","n",{"Node":"n\\u00e9"}]'].map(
  (line) => Buffer.from(`${line}\n`),
);

/** Counts a state that comes in chunks of `size` bytes. */
function count(parts: readonly Buffer[], size: number, details?: KeyDetails) {
  const counter = new StateCounter(details);
  const all = Buffer.concat(parts);
  for (let at = 0; at < all.length; at += size) counter.take(all.subarray(at, at + size));
  return counter.finish();
}

const SIZES = [1, 7, 64, 4_096];

describe('a state is counted', () => {
  for (const size of SIZES) {
    test(`of Consul, in chunks of ${size}`, () => {
      const [lead, first, ...rest] = consul.map(({ length }) => length);
      const [one = 0, two = 0, three = 0, odd = 0] = rest;
      assert.deepEqual(count(consul, size, { depth: 2, prefix: '' }), {
        types: [
          { Name: 'Register', Sum: (lead ?? 0) + (first ?? 0), Count: 1 },
          { Name: 'KVS', Sum: one + two + three, Count: 3 },
          { Name: 'Unknown(99)', Sum: odd, Count: 1 },
        ],
        keys: [
          { Name: 'a/b', Sum: one + two, Count: 2 },
          { Name: 'z', Sum: three, Count: 1 },
        ],
        totalBytes: Buffer.concat(consul).length,
        totalKeyBytes: one + two + three,
      });
    });

    test(`of ours, in chunks of ${size}`, () => {
      const [kv = 0, node = 0] = ours.map(({ length }) => length);
      assert.deepEqual(count(ours, size, { depth: 1, prefix: 'b' }), {
        types: [
          { Name: 'KVS', Sum: kv, Count: 1 },
          { Name: 'Register', Sum: node, Count: 1 },
        ],
        keys: [],
        totalBytes: kv + node,
        totalKeyBytes: 0,
      });
    });
  }

  test('when it is empty', () => {
    assert.deepEqual(count([], 1).types, []);
  });
});

describe('what is no state is told:', () => {
  const cases: Readonly<Record<string, [state: readonly Buffer[], says: RegExp]>> = {
    'a record that breaks off': [[header, bytes(2, 0x81, 0xa1)], /the last record breaks off/],
    'a value that is none': [[header, bytes(2, 0xc1)], /0xc1 begins no value/],
    'a row that breaks off': [[Buffer.from('["kv"')], /the last row breaks off/],
    'a line that is no row': [[Buffer.from('["kv",1]\n')], /a line of it is no row/],
    'a line that is no JSON': [[Buffer.from('[\n')], /a line of it is no row/],
  };
  for (const [name, [state, says]] of Object.entries(cases)) {
    for (const size of SIZES) {
      test(`${name}, in chunks of ${size}`, () => {
        assert.throws(() => count(state, size), says);
      });
    }
  }
});

test('the tables that have a name are there', () => {
  const tables = new Set(sharedTables.map(({ name }) => name));
  assert.deepEqual(
    namedTables.filter((name) => !tables.has(name)),
    [],
  );
});
