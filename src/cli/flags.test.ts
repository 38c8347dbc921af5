// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  boolFlag,
  durationFlag,
  intFlag,
  listFlag,
  mapFlag,
  stringFlag,
  uintFlag,
} from './flag-kinds.ts';
import { FlagError, HelpRequested, HTTP_API_OPTIONS, parseFlags } from './flags.ts';
import { usage } from './usage.ts';

const flags = {
  httpAddr: stringFlag('http-addr', 'The `address` of the agent.', { group: HTTP_API_OPTIONS }),
  name: stringFlag('name', 'A name.', { initial: 'web' }),
  detailed: boolFlag('detailed', 'Output detailed information.', { initial: false }),
  server: boolFlag('server', 'Switches agent to server mode.'),
  port: intFlag('port', 'Port of the service.', { initial: 0 }),
  httpPort: intFlag('http-port', 'Sets the HTTP API port to listen on.'),
  modifyIndex: uintFlag('modify-index', 'An index.'),
  timeoutMs: durationFlag('timeout', 'How long to wait.', { initial: 5_000 }),
  waitMs: durationFlag('wait', 'How long to wait.'),
  join: listFlag('retry-join', 'Address of an agent to join. Can be specified multiple times.'),
  meta: mapFlag('meta', 'Metadata.'),
  nodeMeta: mapFlag('node-meta', 'Metadata of the node.', { separator: ':' }),
};

describe('flags are read as Go reads them:', () => {
  const cases: Record<string, [argv: string[], values: object, args?: string[]]> = {
    'nothing given': [[], {}],
    'one dash, a value after =': [['-name=api'], { name: 'api' }],
    'two dashes, a value that follows': [['--name', 'api'], { name: 'api' }],
    'a value that begins with a dash': [['-name', '-x'], { name: '-x' }],
    'a value with = in it': [['-name=a=b'], { name: 'a=b' }],
    'an empty value': [['-name='], { name: '' }],
    'the last of several counts': [['-name=a', '-name=b'], { name: 'b' }],
    'a switch': [['-detailed', '-server'], { detailed: true, server: true }],
    'a switch turned off': [['-detailed=false', '-server=0'], { detailed: false, server: false }],
    'a switch takes no word after it': [['-detailed', 'false'], { detailed: true }, ['false']],
    'whole numbers': [['-port', '-1', '-http-port=8500'], { port: -1, httpPort: 8500 }],
    'a whole number from 0 on': [['-modify-index', '7'], { modifyIndex: 7 }],
    'whole numbers in hexadecimal and octal': [
      ['-port=-0x10', '-modify-index=017'],
      { port: -16, modifyIndex: 15 },
    ],
    'whole numbers in binary, and with gaps': [
      ['-port=0b101', '-modify-index=1_000'],
      { port: 5, modifyIndex: 1_000 },
    ],
    'a port of the agent is decimal': [['-http-port=08500'], { httpPort: 8_500 }],
    'durations in milliseconds': [
      ['-timeout', '1m30s', '-wait=10ms'],
      { timeoutMs: 90_000, waitMs: 10 },
    ],
    'a list': [['-retry-join', 'a', '-retry-join=b'], { join: ['a', 'b'] }],
    'pairs with =': [['-meta', 'a=b', '-meta=c=d=e'], { meta: { a: 'b', c: 'd=e' } }],
    'pairs with a colon': [['-node-meta=a:b:c', '-node-meta=d'], { nodeMeta: { a: 'b:c', d: '' } }],
    'a pair named __proto__': [['-meta=__proto__=x'], { meta: JSON.parse('{"__proto__":"x"}') }],
    'the first word ends the flags': [
      ['-port=1', 'file', '-port=2'],
      { port: 1 },
      ['file', '-port=2'],
    ],
    'two dashes alone end the flags': [['-port=1', '--', '-port=2'], { port: 1 }, ['-port=2']],
    'a dash alone is a word': [['-port=1', '-'], { port: 1 }, ['-']],
  };
  const initial = Object.fromEntries(
    Object.entries(flags).map(([key, flag]) => [key, flag.initial]),
  );
  for (const [name, [argv, values, args = []]] of Object.entries(cases)) {
    test(name, () => {
      const parsed = parseFlags(flags, argv);
      assert.deepEqual(parsed.values, { ...initial, ...values });
      assert.deepEqual(parsed.args, args);
      assert.deepEqual([...parsed.given].sort(), Object.keys(values).sort());
    });
  }
});

test('the order of different flags is kept', () => {
  const { occurrences } = parseFlags(flags, [
    '-name=a',
    '-detailed',
    '-name',
    'b',
    '-retry-join=c',
  ]);
  assert.deepEqual(occurrences, [
    { key: 'name', text: 'a' },
    { key: 'detailed', text: 'true' },
    { key: 'name', text: 'b' },
    { key: 'join', text: 'c' },
  ]);
});

describe("flags that cannot be read give Go's texts:", () => {
  const cases: [argv: string[], message: string][] = [
    [['-foo'], 'flag provided but not defined: -foo'],
    [['--foo=1'], 'flag provided but not defined: -foo'],
    [['---foo'], 'bad flag syntax: ---foo'],
    [['-=x'], 'bad flag syntax: -=x'],
    [['-http-addr'], 'flag needs an argument: -http-addr'],
    [['-detailed=q'], 'invalid boolean value "q" for -detailed: parse error'],
    [
      ['-server=x'],
      'invalid boolean value "x" for -server: strconv.ParseBool: parsing "x": invalid syntax',
    ],
    [['-port=x'], 'invalid value "x" for flag -port: parse error'],
    [
      ['-http-port=x'],
      'invalid value "x" for flag -http-port: strconv.Atoi: parsing "x": invalid syntax',
    ],
    [
      ['-http-port=99999999999999999999'],
      'invalid value "99999999999999999999" for flag -http-port: strconv.Atoi: parsing "99999999999999999999": value out of range',
    ],
    [['-modify-index=-1'], 'invalid value "-1" for flag -modify-index: parse error'],
    [['-modify-index=08'], 'invalid value "08" for flag -modify-index: parse error'],
    [['-modify-index=1__0'], 'invalid value "1__0" for flag -modify-index: parse error'],
    [['-port=0x'], 'invalid value "0x" for flag -port: parse error'],
    [
      ['-http-port=0x10'],
      'invalid value "0x10" for flag -http-port: strconv.Atoi: parsing "0x10": invalid syntax',
    ],
    [['-timeout=x'], 'invalid value "x" for flag -timeout: parse error'],
    [['-wait=x'], 'invalid value "x" for flag -wait: time: invalid duration "x"'],
    [['-wait=5'], 'invalid value "5" for flag -wait: time: missing unit in duration "5"'],
    [['-meta=foo'], 'invalid value "foo" for flag -meta: Missing "=" value in argument: foo'],
  ];
  for (const [argv, message] of cases) {
    test(argv.join(' '), () => {
      assert.throws(() => parseFlags(flags, argv), { message, name: 'FlagError' });
    });
  }
  for (const argv of [['-h'], ['-help'], ['--help'], ['-port=1', '-h']]) {
    test(`${argv.join(' ')} asks for help`, () => {
      assert.throws(() => parseFlags(flags, argv), HelpRequested);
      assert.throws(() => parseFlags(flags, argv), FlagError);
    });
  }
});

test('usage shows the flags by group and name, wrapped and indented', () => {
  const { httpAddr, name, detailed, port, httpPort, join } = flags;
  assert.equal(
    usage('\nUsage: causeway thing [options]\n\n  Does a thing.\n', {
      port,
      name,
      detailed,
      httpPort,
      httpAddr,
      join,
    }),
    `Usage: causeway thing [options]

  Does a thing.

HTTP API Options

  -http-addr=<address>
     The \`address\` of the agent.

Command Options

  -detailed
     Output detailed information.

  -http-port=<value>
     Sets the HTTP API port to listen on.

  -name=<string>
     A name.

  -port=<int>
     Port of the service.

  -retry-join=<value>
     Address of an agent to join. Can be specified multiple times.`,
  );
});

test('usage breaks a long text before column 72', () => {
  const long = stringFlag('long', 'word '.repeat(40));
  const lines = usage('x', { long }).split('\n');
  assert.ok(lines.length > 5);
  assert.ok(lines.every((line) => line.length <= 72));
});
