// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { describe, test } from 'node:test';
import { DEFAULT_HCL_LIMITS, parseHcl, parseHclDocument } from './hcl.ts';

/** hashicorp/hcl v1 itself, compiled to JavaScript. */
interface Oracle {
  parse(hcl: string): string;
}
const oracle = createRequire(import.meta.url)('js-hcl-parser') as Oracle;

/** Plain JSON, or the text of the error. */
function outcome(parse: () => unknown): unknown {
  try {
    return JSON.parse(JSON.stringify(parse()));
  } catch (error) {
    return `error: ${error instanceof Error ? error.message : String(error)}`;
  }
}

function oracleParse(text: string): unknown {
  const answer = oracle.parse(text);
  const failure = /^unable to parse JSON: ([^]*)$/.exec(answer);
  if (failure !== null) throw new Error(failure[1]);
  return JSON.parse(answer);
}

const AGENT = `
# agent
datacenter = "east" // trailing
/* a block
   comment */
ports { http = 8500 grpc = 8502, grpc_tls = 8503 }
addresses = { http = "127.0.0.1" }
server = true
"node_name" = "one"
config_entries {
  bootstrap = [
    { kind = "proxy-defaults" name = "global" config { protocol = "http" } },
    {
      Kind = "service-intentions",
      Name = "orders"
      Sources = [{ Name = "shop", Peer = "west", Action = "allow" }]
    }
  ]
}
service {
  name = "web"
  port = 8080
  checks = [{ http = "http://localhost", interval = "10s" }, { ttl = "30s" },]
  connect { sidecar_service { proxy { upstreams { destination_name = "db" local_bind_port = 9191 } } } }
}
service {
  name = "api"
}
`;

const same: Record<string, string> = {
  'nothing at all': '',
  'only comments': '# one\n// two\n/* three */',
  'an agent file': AGENT,
  'an exported-services entry without commas':
    'Kind = "exported-services"\nName = "default"\nServices = [\n {\n Name = "orders"\n Consumers = [ { Peer = "west" } ]\n }\n]',
  'a policy':
    'service_prefix "" { policy = "read" intentions = "read" }\nnode "a" { policy = "write" }',
  'labels twice': 'service "web" "v1" { port = 1 } service "web" "v2" { port = 2 }',
  'several settings on a line': 'a = 1 b = 2, c = "x"',
  'a quoted key with blanks': '"a key" = 1 "b" { }',
  'a key with dashes and dots': 'a-b = 1 a.b.c = 2 _x9 = 3',
  'a key in another alphabet': 'größe = 1 名前 = "x"',
  'an object by assignment and a block': 'a = { b = 1 } a { b = 2 }',
  'lists joined when set twice': 'a = [1] a = [2, 3]',
  'the last of a plain value set twice': 'a = 1 a = 2',
  'an empty list, object and string': 'a = [] b = {} c = "" d {}',
  'lists in lists': 'a = [[1, 2], [3] [4]]',
  'objects deep in lists': 'a = [{ b = [{ c { d = 1 } }] }]',
  'commas that trail or repeat': 'a = [1, 2,] b = [,1,,2]',
  integers: 'a = 0 b = -12 c = 0x1F d = 0755 e = 1234567890',
  floats: 'a = 1.5 b = -0.25 c = 1e3 d = 1.5E-3 e = 2e+2 f = 5.',
  booleans: 'a = true b = false truely = 1',
  escapes: String.raw`a = "tab\t nl\n q\" bs\\ bell\a \x41 \101 \u00e9 \U0001F600"`,
  'bytes that spell a character': String.raw`a = "\xc3\xa9 \303\251"`,
  'an interpolation kept as it is': String.raw`a = "x ${'${'}var.foo["a"].b} \" y"`,
  'an interpolation with braces and escapes': String.raw`a = "${'${'}f({ x }, \"\n\")}\n"`,
  'an interpolation ended by a brace in quotes': String.raw`a = "x ${'${'}var["a}"]} y"`,
  'a dollar sign alone': 'a = "cost: $5 {x}"',
  'a line end inside an interpolation': 'a = "${foo(\n1)}"',
  'a heredoc': 'a = <<EOF\nfirst\n  second "quoted"\nEOF\nb = 1',
  'a heredoc whose end is indented': 'a = <<EOF\nfirst\n  EOF\nb = 1',
  'an indented heredoc': 'a = <<-EOF\n    first\n      second\n    EOF\nb = 1',
  'an indented heredoc with a line that is not': 'a = <<-EOF\n    first\n second\n    EOF\n',
  'an empty heredoc': 'a = <<EOF\nEOF\n',
  'a heredoc in a list': 'a = [<<EOF\nx\nEOF\n, "y"]',
  'Windows line ends': 'a = 1\r\nb = "x" # c\r\nc = <<EOF\r\nx\r\nEOF\r\n',
  'an assignment that ends the text': 'a = 1 b = ',
  'a comment between key and value': 'a = # why\n1',
  'an object without a key': 'policy = {{',
  'a list without commas': 'a = [1 2]',
  'a list with a word in it': 'a = [foo]',
  'an error in an object in a list': 'a = [{ b = ] }]',
  'an error in a list in a list': 'a = [[1 2]]',
  'a key alone in a block': 'a { foo }',
  'two keys and an assignment': 'a b = 1',
  'an assignment without a key': '= 1',
  'a brace without a key': '{ a = 1 }'.slice(1),
  'a number as a key': '5 = 1',
  'a boolean as a key': 'true = 1',
  'a word as a value': 'a = foo',
  'a minus alone': 'a = -',
  'a closing brace too many': 'a = 1 }',
  'an escape that does not exist': String.raw`a = "\q"`,
  'a character that is no token': 'a = 1 ; b = 2',
  'a single quote': "a = 'x'",
  'a lone slash': 'a = 1 / 2',
  'a heredoc anchor with blanks': 'a = <<EOF x\nfoo\nEOF\n',
  'a heredoc without an anchor': 'a = <<\nfoo\n',
  'a heredoc with one sign': 'a = <EOF',
};

/** The same text, and where we see the error: Go's scanner has read on by a character or two. */
const sameButForTheColumn: Record<string, [position: string, text: string]> = {
  'a block without its end': ['1:9', 'policy {'],
  'a nested block without its end': ['5:1', 'a {\n  b {\n    c = 1\n  }\n'],
  'a value without its end in a block': ['1:9', 'a { b = '],
  'a list without its end': ['1:10', 'a = [1, 2'],
  'a key alone': ['1:4', 'foo'],
  'a string over two lines': ['1:9', 'a = "foo\nbar"'],
  'a string without its end': ['1:9', 'a = "foo'],
  'an octal escape cut short': ['1:7', String.raw`a = "\1x"`],
  'an octal number with a nine': ['1:5', 'a = 019'],
  'a hexadecimal number without digits': ['1:5', 'a = 0x'],
  'a comment without its end': ['1:11', 'a = 1 /* x'],
  'a heredoc without its end': ['3:1', 'a = <<EOF\nfoo\n'],
};

describe('HCL reads the same as hashicorp/hcl v1:', () => {
  for (const [name, text] of Object.entries(same)) {
    test(name, () => {
      assert.deepEqual(
        outcome(() => parseHcl(text)),
        outcome(() => oracleParse(text)),
      );
    });
  }
  for (const [name, [position, text]] of Object.entries(sameButForTheColumn)) {
    test(name, () => {
      const theirs = String(outcome(() => oracleParse(text)));
      const expected = theirs.replace(/At \d+:\d+:/, `At ${position}:`);
      assert.equal(
        outcome(() => parseHcl(text)),
        expected,
      );
    });
  }
});

describe('HCL where we are stricter or kinder than hashicorp/hcl:', () => {
  const cases: Record<string, [text: string, result: unknown]> = {
    'an indented heredoc may end at the first column': ['a = <<-EOF\nx\nEOF\n', { a: 'x\n' }],
    'a key set twice to different types is an error': [
      'a = 1\n b = 2\na { c = 1 }',
      'error: At 3:1: "a" is set twice, to values of different types',
    ],
    'an octal number that begins with eight is an error': [
      'a = 08',
      'error: At 1:5: illegal octal number',
    ],
    'an integer of more than 64 bits is an error': [
      'a = 9223372036854775808',
      'error: At 1:5: strconv.ParseInt: parsing "9223372036854775808": value out of range',
    ],
    'a character beyond Unicode is an error and not a crash': [
      String.raw`a = "\U00110000"`,
      'error: At 1:7: illegal char escape',
    ],
    'a null character is an error': [
      'a = "x\0"',
      'error: At 1:7: unexpected null character (0x00)',
    ],
    'columns count characters, not bytes or UTF-16 units': [
      'a = "😀" ;',
      'error: At 1:9: illegal char',
    ],
  };
  for (const [name, [text, result]] of Object.entries(cases)) {
    test(name, () =>
      assert.deepEqual(
        outcome(() => parseHcl(text)),
        result,
      ),
    );
  }

  test('a key named __proto__ is a key like any other', () => {
    const parsed = parseHcl('__proto__ { polluted = true }');
    assert.deepEqual(Object.keys(parsed), ['__proto__']);
    assert.equal(({} as { polluted?: boolean }).polluted, undefined);
  });
});

describe('HCL is bounded:', () => {
  test('a text longer than the limit is refused before it is read', () => {
    assert.throws(() => parseHcl('a = "xxxxxxxx"', { ...DEFAULT_HCL_LIMITS, maxLength: 10 }), {
      message: 'At 1:1: the text is longer than 10 characters',
    });
  });
  for (const [name, text] of Object.entries({
    objects: 'a {'.repeat(100_000),
    lists: `a = ${'['.repeat(100_000)}`,
    both: `a = ${'[{ b = '.repeat(100_000)}`,
  })) {
    test(`${name} nested deeper than the limit are refused`, () => {
      assert.throws(() => parseHcl(text), { message: /nested more than 64 levels deep/ });
    });
  }
  test('a hundred thousand settings are within the limits', () => {
    const text = Array.from({ length: 100_000 }, (_, i) => `key${i} = "value" # note\n`).join('');
    assert.equal(Object.keys(parseHcl(text)).length, 100_000);
  });
});

describe('HCL tells where a value stands:', () => {
  const document = parseHclDocument(
    [
      'ports { http = 8500 }',
      'service "web" { port = 1 }',
      'service "api" {',
      '  checks = [{ ttl = "1s" }, { ttl = "2s" }]',
      '}',
    ].join('\n'),
  );
  const cases: [path: (string | number)[], where: string | undefined][] = [
    [[], undefined],
    [['ports'], '1:1'],
    [['ports', 0, 'http'], '1:9'],
    [['ports', 'http'], '1:9'],
    [['service', 0], '2:1'],
    [['service', 1], '3:1'],
    [['service', 0, 'web'], '2:9'],
    [['service', 1, 'api', 0, 'checks'], '4:3'],
    [['service', 1, 'api', 'checks', 1], '4:29'],
    [['service', 1, 'api', 'checks', 1, 'ttl'], '4:31'],
    [['ports', 'https'], '1:1'],
    [['nowhere', 3], undefined],
  ];
  for (const [path, where] of cases) {
    test(`${JSON.stringify(path)} → ${where}`, () => {
      const at = document.locate(path);
      assert.equal(at && `${at.line}:${at.column}`, where);
    });
  }
});
