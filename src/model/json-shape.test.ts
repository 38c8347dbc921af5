// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { decodeStruct, ShapeError, type StructShape } from './json-shape.ts';

const weights: StructShape = { goType: 'structs.Weights', fields: { Passing: 'int' } };
const shape: StructShape = {
  goType: 'structs.Thing',
  decodesItself: true,
  fields: {
    Name: 'string',
    IsOn: 'bool',
    Port: 'int',
    TTL: 'duration',
    Tags: { list: 'string' },
    Meta: { map: 'string' },
    Config: 'opaque',
    Weights: { struct: () => weights },
    Inner: { struct: () => shape },
    Token: 'ignored',
  },
  aliases: { title: 'Name' },
};

describe('decoding', () => {
  const cases: readonly [name: string, body: unknown, expected: object][] = [
    ['nothing', null, {}],
    ['names in any case', { name: 'a', IS_ON: true, is_on: false }, { Name: 'a', IsOn: true }],
    ['an alias', { title: 'a' }, { Name: 'a' }],
    ['the own name before others', { title: 'a', Name: 'b' }, { Name: 'b' }],
    ['null as unset', { Name: null, Tags: null }, {}],
    ['null in a list as the zero value', { Tags: ['a', null] }, { Tags: ['a', ''] }],
    ['a duration text', { TTL: '1m5s' }, { TTL: 65_000 }],
    ['a number of nanoseconds', { TTL: 5_000_000 }, { TTL: 5 }],
    ['what is no duration as none', { TTL: true }, {}],
    ['opaque parts untouched', { Config: { a: [1, { B: 2 }] } }, { Config: { a: [1, { B: 2 }] } }],
    ['what is ignored as absent', { Token: 5 }, {}],
    ['inner structs', { weights: { passing: 3 } }, { Weights: { Passing: 3 } }],
  ];
  for (const [name, body, expected] of cases) {
    test(`reads ${name}`, () => assert.deepEqual(decodeStruct(shape, body), expected));
  }

  const refused: readonly [body: unknown, message: string][] = [
    ['text', 'json: cannot unmarshal string into Go value of type structs.Thing'],
    [{ Wibble: 1 }, 'json: unknown field "Wibble"'],
    [{ Weights: { Wibble: 1 } }, 'json: unknown field "Wibble"'],
    [{ Port: '80' }, 'json: cannot unmarshal string into Go struct field .Alias.Port of type int'],
    [
      { Port: 1.5 },
      'json: cannot unmarshal number 1.5 into Go struct field .Alias.Port of type int',
    ],
    [
      { Tags: 'a' },
      'json: cannot unmarshal string into Go struct field .Alias.Tags of type []string',
    ],
    [
      { Meta: [] },
      'json: cannot unmarshal array into Go struct field .Alias.Meta of type map[string]string',
    ],
    [
      { Weights: { Passing: true } },
      'json: cannot unmarshal bool into Go struct field Weights.Alias.Weights.Passing of type int',
    ],
    [
      { Inner: { Inner: { Port: 'x' } } },
      'json: cannot unmarshal string into Go struct field .Alias.Inner.Alias.Inner.Alias.Port of type int',
    ],
    [{ TTL: 'soon' }, 'time: invalid duration "soon"'],
    [{ TTL: '5' }, 'time: missing unit in duration "5"'],
    [{ TTL: '5x' }, 'time: unknown unit "x" in duration "5x"'],
  ];
  for (const [body, message] of refused) {
    test(`refuses ${JSON.stringify(body)}`, () => {
      assert.throws(() => decodeStruct(shape, body), new ShapeError(message));
    });
  }
});
