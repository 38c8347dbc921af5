// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { FilterProblem } from './expression.ts';
import { instanceFields } from './fields/instance.ts';
import { ALL_ROWS, filtered, filteredByName, filterFor } from './filter.ts';
import { MAX_EXPRESSION, MAX_NESTING } from './parse.ts';

const oak = {
  Node: { Node: 'oak', TaggedAddresses: null, Meta: { rack: 'r1', 'a b': 'x', os: 'bsd' } },
  Service: {
    Service: 'till',
    Tags: ['eu', 'hot'],
    Port: 7000,
    EnableTagOverride: true,
    Proxy: { Upstreams: [{ DestinationName: 'ink' }, { DestinationName: 'dye' }] },
  },
  Checks: [{ Status: 'passing' }, { Status: 'warning' }],
};
const pine = {
  Node: { Node: 'pine', TaggedAddresses: { lan: '10.0.0.2' }, Meta: null },
  Service: { Kind: 'connect-proxy', Service: 'till-proxy', Tags: null, Proxy: {} },
  Checks: [],
};

const select = (text: string): string[] => {
  return filtered([oak, pine], filterFor(text, instanceFields)).map((row) => row.Node.Node);
};

describe('an expression selects', () => {
  const cases: readonly [expression: string, nodes: readonly string[]][] = [
    ['Node.Node == oak', ['oak']],
    ['Node.Node=="oak"', ['oak']],
    ['Node.Node != `oak`', ['pine']],
    ['Node.Node == "\\x6fak"', ['oak']],
    ['Service.Port == 7000', ['oak']],
    ['Service.Port == "0x1b58"', ['oak']],
    ['Service.Port == 0', ['pine']],
    ['Service.EnableTagOverride == true', ['oak']],
    ['Service.EnableTagOverride != T', ['pine']],
    ['Service.Kind == ""', ['oak']],
    ['Node.Meta.rack == r1', ['oak']],
    ['Node.Meta["a b"] == x', ['oak']],
    ['Node[ "Meta" ][`os`] == bsd', ['oak']],
    ['Node.Meta.rack != r1', ['pine']],
    ['rack in Node.Meta', ['oak']],
    ['rack not in Node.Meta', ['pine']],
    ['Node.Meta contains "a b"', ['oak']],
    ['Node.Meta is empty', ['pine']],
    ['Node.TaggedAddresses is not empty', ['pine']],
    ['Node.Node contains in', ['pine']],
    ['"" in Service.Kind', ['oak', 'pine']],
    ['Service.Tags contains hot', ['oak']],
    ['hot not in Service.Tags', ['pine']],
    ['Service.Tags is empty', ['pine']],
    ['Checks is empty', ['pine']],
    ['Checks.Status == warning', ['oak']],
    ['Checks.Status != warning', ['oak']],
    ['not Checks.Status == warning', ['pine']],
    ['Service.Proxy.Upstreams.DestinationName == dye', ['oak']],
    ['Service.Service matches "^till(-proxy)?$"', ['oak', 'pine']],
    ['Service.Service not matches `-p`', ['oak']],
    ['Node.Meta.rack matches "^r[12]$"', ['oak', 'pine']],
    ['Node.Node == oak and Service.Port == 1 or Node.Node == pine', ['pine']],
    ['Node.Node == oak and (Service.Port == 1 or Node.Node == oak)', ['oak']],
    ['not not Node.Node == oak', ['oak']],
    ['not ( Node.Node == oak )', ['pine']],
    ['(Node.Node == oak)', ['oak']],
    [' \n(Node.Node\t==\noak) ', ['oak']],
    ['Node.Meta.constructor != x', ['oak', 'pine']],
    ['constructor in Node.Meta', []],
  ];
  for (const [expression, nodes] of cases) {
    test(expression, () => assert.deepEqual(select(expression), nodes));
  }
});

describe('an expression is refused', () => {
  const after = '"!=", "==", "contains", "in", "is", "matches", "not" or [ \\t\\r\\n]';
  const cases: readonly [expression: string, problem: string][] = [
    ['any Checks as c', `1:5 (4): no match found, expected: ${after}`],
    ['x is y', '1:6 (5): no match found, expected: "empty", "not" or [ \\t\\r\\n]'],
    [
      'é',
      '1:1 (0): no match found, expected: "(", "-", "0", "\\"", "`", "not", [ \\t\\r\\n], [1-9] or [a-zA-Z]',
    ],
    ['Node.Node == oak x', '1:18 (17): no match found, expected: "and", "or", [ \\t\\r\\n] or EOF'],
    ['Node.Node ==\n"é" x', '2:5 (18): no match found, expected: "and", "or", [ \\t\\r\\n] or EOF'],
    ['(Node.Node == oak', '1:18 (17): rule "grouping": Unmatched parentheses'],
    ['Node.Node == "oak', '1:18 (17): rule "string": Unterminated string literal'],
    ['Node.Node == "\\q"', '1:14 (13): rule "string": invalid syntax'],
    ['Node.Node == 1x', '1:15 (14): rule "number": Invalid number literal'],
    ['Node[Node] == x', '1:6 (5): rule "index": Invalid index'],
    ['Node["Node" == x', '1:13 (12): rule "index": Unclosed index expression'],
    ['Node in 5', '1:9 (8): rule "match": Invalid selector'],
    ['Nope == x', 'Selector "Nope" is not valid'],
    ['Node.Nope.Deep == x', 'Selector "Node.Nope" is not valid'],
    ['Service.Tags.x == y', 'Selector "Service.Tags.x" is not valid'],
    ['constructor == x', 'Selector "constructor" is not valid'],
    ['Node == x', 'Invalid match operator "Equal" for selector "Node"'],
    ['Node.Node is empty', 'Invalid match operator "Is Empty" for selector "Node.Node"'],
    ['Checks contains x', 'Invalid match operator "In" for selector "Checks"'],
    ['Service.Port matches x', 'Invalid match operator "Matches" for selector "Service.Port"'],
    [
      'Service.Port == x',
      'Failed to coerce value "x" for selector "Service.Port": strconv.ParseInt: parsing "x": invalid syntax',
    ],
    [
      'Service.EnableTagOverride == x',
      'Failed to coerce value "x" for selector "Service.EnableTagOverride": strconv.ParseBool: parsing "x": invalid syntax',
    ],
    [
      'Node.Node matches "["',
      'Failed to compile regular expression "[": error parsing regexp: missing closing ]: `[`',
    ],
    [
      'Node.Node matches `\\`',
      'Failed to compile regular expression "\\\\": error parsing regexp: trailing backslash at end of expression: ``',
    ],
    ['"'.padEnd(MAX_EXPRESSION + 1, 'x'), `expression is longer than ${MAX_EXPRESSION} characters`],
    ['('.repeat(MAX_NESTING + 1), `expression is nested deeper than ${MAX_NESTING} levels`],
    ['not '.repeat(MAX_NESTING + 1), `expression is nested deeper than ${MAX_NESTING} levels`],
  ];
  for (const [expression, problem] of cases) {
    test(expression.slice(0, 40), () => {
      assert.throws(
        () => filterFor(expression, instanceFields),
        (error) => error instanceof FilterProblem && error.message === problem,
      );
    });
  }
});

describe('a filter', () => {
  test('is read once for all who ask alike', () => {
    const text = 'Node.Node == oak';
    assert.equal(filterFor(text, instanceFields), filterFor(text, instanceFields));
    assert.equal(filterFor('', instanceFields), ALL_ROWS);
  });

  test('of no text keeps what it is given', () => {
    const rows = [oak];
    assert.equal(filtered(rows, ALL_ROWS), rows);
    const byName = { oak };
    assert.equal(filteredByName(byName, ALL_ROWS), byName);
  });

  test('narrows what has names too', () => {
    const filter = filterFor('Node.Node == oak', instanceFields);
    assert.deepEqual(filteredByName({ a: oak, b: pine }, filter), { a: oak });
  });

  test('takes time as its text is long, however it is nested', () => {
    const deep = `${'('.repeat(MAX_NESTING)}Node.Node == x${')'.repeat(MAX_NESTING)}`;
    const long = Array.from({ length: 500 }, () => 'Node.Node == oak').join(' and ');
    const hostile = 'Node.Node matches "(x+x+)+y"';
    const startedMs = performance.now();
    assert.deepEqual(select(deep), []);
    assert.deepEqual(select(long), ['oak']);
    const row = { Node: { Node: 'x'.repeat(10_000) } };
    assert.equal(filterFor(hostile, instanceFields).matches(row), false);
    assert.ok(performance.now() - startedMs < 5_000);
  });
});
