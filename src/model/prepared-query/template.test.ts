// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { queryOf, type WrittenQuery } from './query.ts';
import { renderTemplate, templateError } from './template.ts';

type Service = NonNullable<WrittenQuery['Service']>;
const REGEXP = '^shop-(.*)-(.*)$';
const template = (service: Service, options: WrittenQuery['Template'] = {}) => {
  const Template = { Type: 'name_prefix_match', Regexp: REGEXP, ...options };
  return queryOf({ Name: 'shop-', Template, Service: service }, 'id');
};
const rendered = (text: string) => {
  const query = renderTemplate(template({ Service: text }), 'shop-fruit-red', { segment: '' });
  return query.Service.Service;
};

describe('an interpolation comes to', () => {
  const cases: readonly (readonly [text: string, expected: string])[] = [
    ['plain', 'plain'],
    ['${name.full}', 'shop-fruit-red'],
    ['<${name.prefix}|${name.suffix}|${agent.segment}>', '<shop-|fruit-red|>'],
    ['${match(1)}.${match(2)}', 'fruit.red'],
    ['${match(0)}', 'shop-fruit-red'],
    ['${match(9)}${match(-1)}', ''],
    ['${match("1")}', 'fruit'],
    ['${match(3 - 2)} ${match( 1+1 )} ${match(1.5)}', 'fruit red fruit'],
    ['$${name.full} $name $$ a$', '${name.full} $name $ a$'],
    ['${"in ${name.suffix} \\"quotes\\""}', 'in fruit-red "quotes"'],
    ['${match(1) == "fruit" ? "yes" : "no"}', 'yes'],
    ['${1 + 2 * 3}${7 % 4}${-(7 / 2)}${1.5 * 2}', '73-33'],
    ['${!true || 2 >= 2 && 1 < 2}', 'true'],
    ['}{', '}{'],
  ];
  for (const [text, expected] of cases) {
    test(`${text} → ${expected}`, () => assert.equal(rendered(text), expected));
  }
});

describe('refused:', () => {
  const format = (text: string, why: string) =>
    `Bad format '${text}' in Service.Service: parse error at ${why}`;
  const evaluation = (text: string, why: string) =>
    `Bad evaluation for '${text}' in Service.Service: ${why}`;
  const cases: readonly (readonly [text: string, problem: string])[] = [
    ['${a', format('${a', '1:4: expected "}" but found end of string')],
    ['${}', format('${}', '1:3: expected expression but found "}"')],
    ['${a b}', format('${a b}', '1:5: expected "}" but found "b"')],
    ['${match(1}', format('${match(1}', '1:10: expected ")" but found "}"')],
    ['${@}', format('${@}', '1:3: expected expression but found invalid sequence "@"')],
    ['${"x}', format('${"x}', '1:4: expected "${" but found invalid sequence "x}"')],
    ['x\n${', format('x\n${', '2:3: expected expression but found end of string')],
    ['${1 ? 2}', format('${1 ? 2}', '1:8: expected : but found "}"')],
    ['${1 2}', format('${1 2}', '1:5: expected "}" but found integer 2')],
    ['${a*}', format('${a*}', '1:5: expected expression but found "}"')],
    ['${"\\t"}', format('${"\\t"}', '1:4: invalid backslash escape sequence')],
    [
      '${!1}',
      evaluation('${!1}', 'At column 3, line 1: operand 2 should be TypeBool, got TypeInt'),
    ],
    ['${zz}', evaluation('${zz}', '1:3: unknown variable accessed: zz')],
    ['${toString}', evaluation('${toString}', '1:3: unknown variable accessed: toString')],
    ['${f(1)}', evaluation('${f(1)}', '1:3: unknown function called: f')],
    ['${match()}', evaluation('${match()}', '1:3: match: expected 1 arguments, got 0')],
    ['${1/0}', evaluation('${1/0}', '__builtin_IntMath: divide by zero')],
    [
      '${name.full + 1}',
      evaluation(
        '${name.full + 1}',
        '__builtin_StringToInt: strconv.ParseInt: parsing "shop-": invalid syntax',
      ),
    ],
    [
      '${name.full[0]}',
      evaluation(
        '${name.full[0]}',
        'At column 12, line 1: invalid index operation into non-indexable type: TypeString',
      ),
    ],
  ];
  for (const [text, problem] of cases) {
    test(JSON.stringify(text), () => {
      assert.equal(templateError(template({ Service: text })), problem);
    });
  }

  test('a type that does not exist', () => {
    const query = template({ Service: 'x' }, { Type: 'magic' });
    assert.equal(templateError(query), "Bad Template.Type 'magic'");
  });

  test('a regular expression that is none', () => {
    const query = template({ Service: 'x' }, { Regexp: '(' });
    const why = 'error parsing regexp: missing closing ): `(`';
    assert.equal(templateError(query), `Bad Regexp: ${why}`);
  });

  test('what stands anywhere in the query, by its place', () => {
    const place = (service: Service) => {
      return /in (Service\S*):/.exec(
        templateError(template({ Service: 's', ...service })) ?? '',
      )?.[1];
    };
    assert.equal(place({ Tags: ['a', '${'] }), 'Service.Tags[1]');
    assert.equal(
      place({ Failover: { Targets: [{ Peer: '${' }] } }),
      'Service.Failover.Targets[0].Peer',
    );
    assert.equal(place({ NodeMeta: { k: '${' } }), 'Service.NodeMeta[k]');
  });

  test('one that nests without end, instead of running out of stack', () => {
    const text = `\${${'('.repeat(100_000)}`;
    assert.match(templateError(template({ Service: text })) ?? '', /nests too deeply$/);
    const choices = `\${${'1 ? 1 : '.repeat(100_000)}`;
    assert.match(templateError(template({ Service: choices })) ?? '', /nests too deeply$/);
    for (const long of [
      `${'-'.repeat(100_000)}1`,
      '1+'.repeat(100_000),
      `a${'[0]'.repeat(9_999)}`,
    ]) {
      const problem = templateError(template({ Service: `\${${long}}` }));
      assert.match(problem ?? '', /expression is too long$/);
    }
  });
});

test('a regular expression that would take for ever elsewhere takes no time', () => {
  const query = template({ Service: '${match(1)}' }, { Regexp: '^(a+)+$' });
  const name = `${'a'.repeat(5_000)}!`;
  assert.equal(renderTemplate(query, name, { segment: '' }).Service.Service, '');
});

test('empty tags go only where that is wanted', () => {
  const tagsWith = (RemoveEmptyTags: boolean) => {
    const query = template({ Service: 's', Tags: ['${match(9)}', 'b'] }, { RemoveEmptyTags });
    return renderTemplate(query, 'shop-x', { segment: '' }).Service.Tags;
  };
  assert.deepEqual(tagsWith(true), ['b']);
  assert.deepEqual(tagsWith(false), ['', 'b']);
});
