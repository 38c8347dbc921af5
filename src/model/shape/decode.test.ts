// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { AGENT_FILE, CONFIG_ENTRY, decode, JSON_BODY } from './decode.ts';
import { problemsText } from './problems.ts';
import {
  any,
  bool,
  bytes,
  embedded,
  float,
  ignored,
  int,
  lazy,
  list,
  map,
  milliseconds,
  named,
  nanoseconds,
  object,
  string,
  uint32,
  uint64,
  unaliased,
} from './shape.ts';
import type { Shape } from './shape.ts';

interface Nested {
  readonly Port?: number;
  readonly Inner?: Nested;
}

const nested: Shape<Nested> = object('.Alias', {
  Port: int,
  Inner: lazy(() => nested),
});

const thing = object(
  '.Alias',
  {
    Name: string,
    TLSSkipVerify: bool,
    Port: int,
    Rate: float,
    Interval: nanoseconds,
    Timeout: milliseconds,
    Token: ignored,
    Tags: list(string),
    Meta: map(string),
    Header: map(list(string)),
    Weights: object('Weights', { Passing: int }),
    Config: map(any),
    Nested: nested,
    ScriptArgs: list(string),
    ModifyIndex: embedded(uint64, 'RaftIndex'),
    Hash: string,
    Upstreams: list(object('.Alias', { DestinationName: string })),
    Connect: object(
      '.Alias',
      { Native: bool, Meta: object('Meta', { SNI: string }), Nested: nested },
      {},
      { isLenient: true },
    ),
    Raw: bytes,
    Plain: unaliased(
      object('Plain', {
        HeaderName: string,
        MaxSize: uint32,
        Mode: named(string, 'structs.ProxyMode'),
      }),
    ),
  },
  { ScriptArgs: ['args'] },
  { also: ['args', 'script_args'], besideAlias: ['Hash'] },
);

function outcome(raw: unknown, dialect: typeof AGENT_FILE): unknown {
  const { value, problems } = decode(thing, raw, dialect);
  return problems.length === 0 ? value : problems.map(({ message }) => message);
}

type Case = [raw: unknown, result: unknown];

describe('any source:', () => {
  const cases: Record<string, Case> = {
    'names of fields': [
      { Name: 'a', Port: 1 },
      { Name: 'a', Port: 1 },
    ],
    'any case': [
      { NAME: 'a', tlsSkipVerify: true },
      { Name: 'a', TLSSkipVerify: true },
    ],
    'further names': [{ args: ['a', 'b'] }, { ScriptArgs: ['a', 'b'] }],
    'null is absent': [{ Name: null, Tags: null, Nested: null }, {}],
    'nulls inside lists and maps are zero': [
      { Tags: ['a', null], Meta: { a: null } },
      { Tags: ['a', ''], Meta: { a: '' } },
    ],
    'a duration in milliseconds': [{ timeout: '1m30s' }, { Timeout: 90_000 }],
    'a duration in milliseconds, from nanoseconds': [{ timeout: 1_500_000 }, { Timeout: 1.5 }],
    'what is ignored is left out, whatever it is': [{ token: [{}, {}], Port: 1 }, { Port: 1 }],
    'keys of maps stay as they are': [
      { Meta: { Some_Key: 'a', __proto__x: 'b' } },
      { Meta: { Some_Key: 'a', __proto__x: 'b' } },
    ],
    'a shape that holds itself': [
      { nested: { inner: { inner: { port: 1 } } } },
      { Nested: { Inner: { Inner: { Port: 1 } } } },
    ],
  };
  for (const [name, [raw, result]] of Object.entries(cases)) {
    for (const [source, dialect] of Object.entries({ AGENT_FILE, CONFIG_ENTRY, JSON_BODY })) {
      test(`${name} (${source})`, () => assert.deepEqual(outcome(raw, dialect), result));
    }
  }

  for (const [source, dialect] of Object.entries({ AGENT_FILE, JSON_BODY })) {
    test(`the field's own name counts before others, in any order (${source})`, () => {
      const raw = { script_args: ['b'], ScriptArgs: ['a'], args: ['c'] };
      assert.deepEqual(outcome(raw, dialect), { ScriptArgs: ['a'] });
      assert.deepEqual(outcome({ Name: null, name: 'a' }, dialect), { Name: 'a' });
    });

    test(`snake_case names that bodies know (${source})`, () => {
      assert.deepEqual(outcome({ script_args: ['a'] }, dialect), { ScriptArgs: ['a'] });
    });
  }

  test('a key named __proto__ is unknown, or data, and never a prototype', () => {
    const raw: unknown = JSON.parse('{"Meta":{"__proto__":"a"},"__proto__":{"Name":"b"}}');
    const { value, problems } = decode(thing, raw, JSON_BODY);
    assert.equal(value?.Name, undefined);
    assert.deepEqual(Object.keys(value?.Meta ?? {}), ['__proto__']);
    assert.deepEqual(
      problems.map((problem) => problem.message),
      ['json: unknown field "__proto__"'],
    );
  });
});

describe('JSON bodies:', () => {
  const cases: Record<string, Case> = {
    'lists of one stay lists in opaque values': [
      { Config: { a: [{ b: ['c'] }] } },
      { Config: { a: [{ b: ['c'] }] } },
    ],
    'the last of the spellings of a name': [
      { NAME: 'c', Name: 'a', name: 'b', nAme: null },
      { Name: 'b' },
    ],
    'an unknown field': [{ Foo: 1 }, ['json: unknown field "Foo"']],
    'an underscore too many': [
      { tls_skip_verify: true },
      ['json: unknown field "tls_skip_verify"'],
    ],
    'unknown fields where a struct that decodes itself lets them pass': [
      { Connect: { Foo: 1, Native: true, Meta: { Foo: 1, SNI: 'a' } } },
      { Connect: { Native: true, Meta: { SNI: 'a' } } },
    ],
    'an unknown field of a strict struct in a lenient one, and after it': [
      { Connect: { Nested: { Foo: 1 } }, Bar: 1 },
      ['json: unknown field "Foo"', 'json: unknown field "Bar"'],
    ],
    'what comes first, of unknown fields and wrong types': [
      { Tags: 1, Bar: 1, Port: 'x' },
      [
        'json: cannot unmarshal number into Go struct field .Alias.Tags of type []string',
        'json: unknown field "Bar"',
        'json: cannot unmarshal string into Go struct field .Alias.Port of type int',
      ],
    ],
    'what is wrong in a struct that decodes itself, before all else': [
      { Bar: 1, Tags: 1, Nested: { Port: 'x' } },
      [
        'json: cannot unmarshal string into Go struct field .Alias.Nested.Alias.Port of type int',
        'json: unknown field "Bar"',
        'json: cannot unmarshal number into Go struct field .Alias.Tags of type []string',
      ],
    ],
    'a duration that is none, when all else could be read': [
      { Timeout: 'soon', Bar: 1 },
      ['json: unknown field "Bar"', 'time: invalid duration "soon"'],
    ],
    'a field of a struct that is embedded': [
      { ModifyIndex: 'x' },
      [
        'json: cannot unmarshal string into Go struct field .Alias.RaftIndex.ModifyIndex of type uint64',
      ],
    ],
    'a field beside the alias': [
      { Hash: 1 },
      ['json: cannot unmarshal number into Go struct field .Hash of type string'],
    ],
    'a field by another of its names': [
      { Args: 'x' },
      ['json: cannot unmarshal string into Go struct field .args of type []string'],
    ],
    'a key that every object of the language has': [
      { constructor: 1 },
      ['json: unknown field "constructor"'],
    ],
    'a duration of more than 64 bits, which is the least there is': [
      { Timeout: 1e30 },
      { Timeout: -(2 ** 63) / 1e6 },
    ],
    'an unknown field inside': [{ nested: { foo: 1 } }, ['json: unknown field "foo"']],
    'a text for a number': [
      { port: 'x' },
      ['json: cannot unmarshal string into Go struct field .Alias.Port of type int'],
    ],
    'a fraction for an integer': [
      { Port: 1.5 },
      ['json: cannot unmarshal number 1.5 into Go struct field .Alias.Port of type int'],
    ],
    'a number for a text': [
      { Name: 5 },
      ['json: cannot unmarshal number into Go struct field .Alias.Name of type string'],
    ],
    'a text for a list': [
      { Tags: 'x' },
      ['json: cannot unmarshal string into Go struct field .Alias.Tags of type []string'],
    ],
    'a number in a list of texts': [
      { Tags: [1] },
      ['json: cannot unmarshal number into Go struct field .Alias.Tags of type string'],
    ],
    'a number in a map of texts': [
      { Meta: { a: 1 } },
      ['json: cannot unmarshal number into Go struct field .Alias.Meta of type string'],
    ],
    'a list for a map': [
      { Meta: [] },
      ['json: cannot unmarshal array into Go struct field .Alias.Meta of type map[string]string'],
    ],
    'a wrong type in a plain struct': [
      { Weights: { passing: 'x' } },
      [
        'json: cannot unmarshal string into Go struct field Weights.Alias.Weights.Passing of type int',
      ],
    ],
    'a wrong type in a struct that decodes itself': [
      { Nested: { Inner: { Port: 'x' } } },
      [
        'json: cannot unmarshal string into Go struct field .Alias.Nested.Alias.Inner.Alias.Port of type int',
      ],
    ],
    'a text for a boolean': [
      { TLSSkipVerify: 'true' },
      ['json: cannot unmarshal string into Go struct field .Alias.TLSSkipVerify of type bool'],
    ],
    'a text that spells no duration': [{ Timeout: 'soon' }, ['time: invalid duration "soon"']],
    'a duration without a unit': [{ Timeout: '5' }, ['time: missing unit in duration "5"']],
    'a duration with a unit that is none': [
      { Timeout: '5x' },
      ['time: unknown unit "x" in duration "5x"'],
    ],
    'what is no duration at all is skipped': [
      { Timeout: true, Interval: [], Port: 1 },
      { Port: 1 },
    ],
    'a list for the whole': [
      [],
      ['json: cannot unmarshal array into Go value of type struct { *structs.Alias }'],
    ],
  };
  for (const [name, [raw, result]] of Object.entries(cases)) {
    test(name, () => assert.deepEqual(outcome(raw, JSON_BODY), result));
  }
});

test('a wrong type in what decodes itself is named by the struct around it', () => {
  const request = object('Request', { Service: object('Service', { Thing: thing }) });
  const { problems } = decode(
    request,
    { Service: { Thing: { Weights: { Passing: 'x' } } } },
    JSON_BODY,
  );
  assert.deepEqual(
    problems.map(({ message }) => message),
    [
      'json: cannot unmarshal string into Go struct field Service.Service.Thing.Alias.Weights.Passing of type int',
    ],
  );
});

describe('agent files:', () => {
  const cases: Record<string, Case> = {
    'snake_case names': [{ tls_skip_verify: true }, { TLSSkipVerify: true }],
    'unknown keys wherever they are': [{ connect: { foo: 1 } }, ['invalid config key connect.foo']],
    "the field's own name before others, in any order": [
      { name: 'b', Name: 'a', NAME: 'c' },
      { Name: 'a' },
    ],
    'a block is an object': [[{ name: 'a' }], { Name: 'a' }],
    'blocks in blocks': [
      { nested: [{ inner: [{ port: 1 }] }], header: [{ A: ['x', 'y'] }] },
      { Nested: { Inner: { Port: 1 } }, Header: { A: ['x', 'y'] } },
    ],
    'a block where a list is wanted': [
      { upstreams: [{ destination_name: 'a' }] },
      { Upstreams: [{ DestinationName: 'a' }] },
    ],
    'blocks in opaque values are objects': [
      { config: [{ a: [{ b: [{ c: 1 }], d: ['x', 'y'] }] }] },
      { Config: { a: { b: { c: 1 }, d: ['x', 'y'] } } },
    ],
    'plain objects in opaque values are left alone': [
      { config: { a: { b: [{ c: 1 }] } } },
      { Config: { a: { b: [{ c: 1 }] } } },
    ],
    'a fraction is cut off where an integer is wanted': [{ port: 1.5 }, { Port: 1 }],
    'an unknown key': [{ nested: [{ foo: 1 }] }, ['invalid config key nested.foo']],
    'an unknown key in a list': [
      { upstreams: [{}, { Foo: 1 }] },
      ['invalid config key upstreams[1].Foo'],
    ],
    'a text for a number': [
      { port: 'x' },
      ["'port' expected type 'int', got unconvertible type 'string'"],
    ],
    'a text for a boolean': [
      { tls_skip_verify: 'true' },
      ["'tls_skip_verify' expected type 'bool', got unconvertible type 'string'"],
    ],
    'a text for a float': [
      { rate: 'x' },
      ["'rate' expected type 'float64', got unconvertible type 'string'"],
    ],
    'a number for a block': [{ weights: 5 }, [`'weights' expected a map or struct, got "int"`]],
    'several blocks for one': [
      { weights: [{}, {}] },
      [`'weights' expected a map or struct, got "slice"`],
    ],
    'a text for a list': [
      { tags: 'x' },
      ["'tags' source data must be an array or slice, got string"],
    ],
    'an object for a list': [
      { tags: {} },
      ["'tags' source data must be an array or slice, got map"],
    ],
    'a text for a list in a map': [
      { header: [{ A: 'x' }] },
      ["'header[A]' source data must be an array or slice, got string"],
    ],
    'a number for a map': [
      { meta: 5 },
      ["'meta' expected type 'map[string]string', got unconvertible type 'int'"],
    ],
    'a block in a map of texts': [
      { meta: [{ a: [{ b: 1 }] }] },
      ["'meta[a]' expected type 'string', got unconvertible type 'map[string]interface {}'"],
    ],
    'a number in a list of texts': [
      { tags: ['a', 1] },
      ["'tags[1]' expected type 'string', got unconvertible type 'int'"],
    ],
    'several problems': [
      { port: true, rate: 'x' },
      [
        "'port' expected type 'int', got unconvertible type 'bool'",
        "'rate' expected type 'float64', got unconvertible type 'string'",
      ],
    ],
  };
  for (const [name, [raw, result]] of Object.entries(cases)) {
    test(name, () => assert.deepEqual(outcome(raw, AGENT_FILE), result));
  }

  test('a problem knows its path in the document as it was written', () => {
    const raw = { upstreams: [{}, { Foo: 1 }], NESTED: [{ inner: [{ port: 'x' }] }] };
    const { problems } = decode(thing, raw, AGENT_FILE);
    assert.deepEqual(
      problems.map((problem) => problem.path),
      [
        ['upstreams', 1, 'Foo'],
        ['NESTED', 0, 'inner', 0, 'port'],
      ],
    );
  });
});

describe('config entries:', () => {
  const cases: Record<string, Case> = {
    'texts that spell numbers and booleans': [
      { Port: '12', Rate: '1.5', TLSSkipVerify: 'true' },
      { Port: 12, Rate: 1.5, TLSSkipVerify: true },
    ],
    'an empty text is zero': [
      { Port: '', TLSSkipVerify: '' },
      { Port: 0, TLSSkipVerify: false },
    ],
    'numbers and booleans for texts': [
      { Name: 5, Meta: { a: 1, b: true } },
      { Name: '5', Meta: { a: '1', b: '1' } },
    ],
    'one value for a list': [
      { Tags: 'x', Upstreams: { DestinationName: 'a' } },
      { Tags: ['x'], Upstreams: [{ DestinationName: 'a' }] },
    ],
    'an empty list for a map': [{ Meta: [] }, { Meta: {} }],
    'a duration as a text or a number of nanoseconds': [
      { Interval: '10s', Nested: {} },
      { Interval: 10_000_000_000, Nested: {} },
    ],
    'a number of nanoseconds': [{ Interval: 5_000_000_000 }, { Interval: 5_000_000_000 }],
    'lists of one in opaque values are taken for blocks, as Consul does': [
      { Config: { a: ['x'], b: [{ c: ['y'] }] } },
      { Config: { a: 'x', b: { c: 'y' } } },
    ],
    'several spellings of a field: all but its own are unknown': [
      { name: 'b', Name: 'a', NAME: 'c' },
      ['invalid config key "name"', 'invalid config key "NAME"'],
    ],
    'an alias beside the name: unknown under the name that it stands for': [
      { TLSSkipVerify: true, tls_skip_verify: true },
      ['invalid config key "tlsskipverify"'],
    ],
    'aliases in any case': [
      { Tls_Skip_Verify: true, ARGS: ['a'] },
      { TLSSkipVerify: true, ScriptArgs: ['a'] },
    ],
    'underscores elsewhere than in an alias': [
      { tls_skipverify: true },
      ['invalid config key "tls_skipverify"'],
    ],
    'a snake_case name that a field was given another for': [
      { script_args: ['a'] },
      ['invalid config key "script_args"'],
    ],
    'an unknown key about JWT': [
      { Plain: { jwtHeader: 1 } },
      [
        'invalid config key "Plain.jwtHeader", api-gateway jwt validation is a consul enterprise feature',
      ],
    ],
    'a duration of true, and one too great': [
      { Interval: true, Timeout: 1e20 },
      { Interval: 1, Timeout: -9_223_372_036_854.775 },
    ],
    'a field without a snake_case name': [
      { Plain: { HeaderName: 'a', MAXSIZE: 1, header_name: 'b', max_size: 2 } },
      ['invalid config key "Plain.header_name"', 'invalid config key "Plain.max_size"'],
    ],
    'a number where an object is wanted': [
      { Weights: 0 },
      [`'Weights' expected a map or struct, got "float64"`],
    ],
    'a number where a map is wanted': [
      { Meta: 0 },
      ["'Meta' expected type 'map[string]string', got unconvertible type 'float64'"],
    ],
    'an empty text where a list of objects is wanted': [
      { Upstreams: '' },
      [`'Upstreams[0]' expected a map or struct, got "string"`],
    ],
    'an empty text where a list of texts is wanted': [{ Tags: '' }, { Tags: [''] }],
    'several maps for one are put together': [
      { Meta: [{ a: '1', b: '2' }, { b: '3' }] },
      { Meta: { a: '1', b: '3' } },
    ],
    'what is no map among several': [
      { Meta: [{ a: '1' }, 5, 6] },
      ["'Meta[1]' expected type 'map[string]string', got unconvertible type 'float64'"],
    ],
    'integers of 32 bits are cut to size': [
      { Plain: { MaxSize: 2 ** 32 + 7 } },
      { Plain: { MaxSize: 7 } },
    ],
    'a negative number for an unsigned one': [
      { Plain: { MaxSize: -5 } },
      { Plain: { MaxSize: 4_294_967_291 } },
    ],
    'a text that is no unsigned number': [
      { Plain: { MaxSize: '-5' } },
      ["'Plain.MaxSize' cannot parse value as 'uint32': strconv.ParseUint: invalid syntax"],
    ],
    'a text that is too great a number': [
      { Plain: { MaxSize: '4294967296' } },
      ["'Plain.MaxSize' cannot parse value as 'uint32': strconv.ParseUint: value out of range"],
    ],
    'a text that spells a number in another base': [
      { Port: '0x1f', Rate: '1e3' },
      { Port: 31, Rate: 1000 },
    ],
    'a number for a text is told in all its digits': [
      { Name: 1e21, Tags: [1e30, -1.5e22] },
      {
        Name: '1000000000000000000000',
        Tags: ['1000000000000000000000000000000', '-15000000000000000000000'],
      },
    ],
    'a tiny number for a text': [{ Name: 0.000_000_15 }, { Name: '0.00000015' }],
    'a text for bytes is what they are': [{ Raw: 'eA==' }, { Raw: 'ZUE9PQ==' }],
    'a type with a name of its own': [
      { Plain: { Mode: [] } },
      ["'Plain.Mode' expected type 'structs.ProxyMode', got unconvertible type '[]interface {}'"],
    ],
    'a text with blanks that spells no duration is told up to the last': [
      { Interval: 'a b/ü c' },
      [String.raw`'Interval' time: invalid duration "a b/\xc3\xbc`],
    ],
    'a text that spells no number': [
      { weights: { passing: 'q' } },
      ["'Weights.Passing' cannot parse value as 'int': strconv.ParseInt: invalid syntax"],
    ],
    'a text that spells no boolean': [
      { TLSSkipVerify: 'yes' },
      ["'TLSSkipVerify' cannot parse value as 'bool': strconv.ParseBool: invalid syntax"],
    ],
    'a text that spells no duration': [{ Interval: 'x' }, ["'Interval' time: invalid duration"]],
    'a text that spells no duration in milliseconds': [
      { Timeout: '1x' },
      ["'Timeout' time: unknown unit"],
    ],
    'lists for a text': [
      { Name: ['x', 'y'] },
      ["'Name' expected type 'string', got unconvertible type '[]interface {}'"],
    ],
    'an unknown key, quoted': [
      { Upstreams: [{ Foo: 1 }] },
      ['invalid config key "Upstreams[0].Foo"'],
    ],
    'a namespace': [
      { Namespace: 'x' },
      ['invalid config key "Namespace", namespaces are a consul enterprise feature'],
    ],
  };
  for (const [name, [raw, result]] of Object.entries(cases)) {
    test(name, () => assert.deepEqual(outcome(raw, CONFIG_ENTRY), result));
  }
});

test('several problems make one text: wrong types before unknown keys, laid out as Consul does', () => {
  const { problems } = decode(thing, { foo: 1, port: 'x', bar: 2 }, AGENT_FILE);
  assert.equal(
    problemsText(problems),
    "decoding failed due to the following error(s):\n\n'port' expected type 'int', got unconvertible type 'string'",
  );
  const unknown = problems.filter(({ kind }) => kind === 'unknown-key');
  assert.equal(
    problemsText(unknown),
    '2 errors occurred:\n\t* invalid config key foo\n\t* invalid config key bar\n\n',
  );
  assert.equal(
    problemsText(unknown.slice(1), ({ message, path }) => `${message} (at ${path.join('.')})`),
    '1 error occurred:\n\t* invalid config key bar (at bar)\n\n',
  );
});
