// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { parseTarget, type Target, type TargetProblem } from './target.ts';

const target = (path: string, search = ''): Target => ({ path, search });

describe('the target of a request', () => {
  const cases: readonly [string, Target | TargetProblem][] = [
    ['/v1/kv/a?b=%zz', target('/v1/kv/a', '?b=%zz')],
    ['/v1/kv/a?', target('/v1/kv/a', '?')],
    ['/a#b', target('/a#b')],
    ['/a?b?c', target('/a', '?b?c')],
    ['http://other/v1/kv/a?b', target('/v1/kv/a', '?b')],
    ['http://other', target('')],
    ['http://other?b', target('', '?b')],
    ['v1/kv/a', 'malformed'],
    ['', 'malformed'],
    ['*', '*'],
    ['/%', 'malformed'],
    ['/%2', 'malformed'],
    ['/%zz', 'malformed'],
    ['/%20', target('/%20')],
    ['/%c3%a9', target('/%c3%a9')],
    ['/%f0%9f%98%80', target('/%f0%9f%98%80')],
    ['/\u00c3\u00a9', target('/%c3%a9')],
    ['/%ff', target('/%ff')],
    ['/%00', 'unprintable'],
    ['/%7f', 'unprintable'],
    ['/%c2%a0', 'unprintable'],
    ['/%e2%80%8b', 'unprintable'],
    ['/%e2%80%a8', 'unprintable'],
    ['/%ee%80%80', 'unprintable'],
  ];
  for (const [url, expected] of cases) {
    test(`${JSON.stringify(url)}: ${JSON.stringify(expected)}`, () => {
      assert.deepEqual(parseTarget(url), expected);
    });
  }
});
