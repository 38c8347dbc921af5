// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { defineEndpoint, type HttpMethod } from './endpoint.ts';
import { parsePattern } from './path-pattern.ts';
import { Router } from './router.ts';

const endpoint = (method: HttpMethod, path: string) =>
  defineEndpoint({ method, path, permission: { resource: 'none' }, handle: () => ({}) });

const router = new Router([
  endpoint('GET', '/v1/nodes'),
  endpoint('GET', '/v1/query'),
  endpoint('GET', '/v1/query/:id'),
  endpoint('PUT', '/v1/query/:id'),
  endpoint('GET', '/v1/query/:id/execute'),
  endpoint('GET', '/v1/query/:id/explain'),
  endpoint('GET', '/v1/config/:kind'),
  endpoint('GET', '/v1/config/:kind/:name'),
  endpoint('DELETE', '/v1/config/:kind/:name'),
  endpoint('GET', '/v1/token/self'),
  endpoint('GET', '/v1/token/:id'),
]);

function finds(method: string, path: string): unknown {
  const found = router.find(method, path);
  if (found.kind === 'endpoint') return [found.endpoint.path, found.params];
  if (found.kind === 'redirect') return `to ${found.path}`;
  return found.kind === 'method' ? found.allowed.toOthers : found.kind;
}

describe('a path', () => {
  const cases: readonly [string, string, unknown][] = [
    ['GET', '/v1/nodes', ['/v1/nodes', {}]],
    ['GET', '/v1/nodes/', 'unknown'],
    ['GET', '/v1/n%6fdes', ['/v1/nodes', {}]],
    ['GET', '/v1%2Fnodes', 'unknown'],
    ['GET', '/v1/query', ['/v1/query', {}]],
    ['GET', '/v1/query/', ['/v1/query/:id', { id: '' }]],
    ['GET', '/v1/query/a', ['/v1/query/:id', { id: 'a' }]],
    ['GET', '/v1/query/a/b', ['/v1/query/:id', { id: 'a/b' }]],
    ['GET', '/v1/query/a%2Fb%25', ['/v1/query/:id', { id: 'a/b%' }]],
    ['GET', '/v1/query/a/execute', ['/v1/query/:id/execute', { id: 'a' }]],
    ['GET', '/v1/query/a/b/execute', ['/v1/query/:id/execute', { id: 'a/b' }]],
    ['GET', '/v1/query/a%2Fexplain', ['/v1/query/:id/explain', { id: 'a' }]],
    ['GET', '/v1/query/execute', ['/v1/query/:id/execute', { id: 'execute' }]],
    ['GET', '/v1/query/a/execute/', ['/v1/query/:id', { id: 'a/execute/' }]],
    ['GET', '/v1/query/executes', ['/v1/query/:id', { id: 'executes' }]],
    ['GET', '/v1/query//execute', 'to /v1/query/execute'],
    ['GET', '/v1/config/kind', ['/v1/config/:kind', { kind: 'kind' }]],
    ['GET', '/v1/config/kind/a/b', ['/v1/config/:kind/:name', { kind: 'kind', name: 'a/b' }]],
    ['GET', '/v1/config/a%2Fb/c', ['/v1/config/:kind/:name', { kind: 'a', name: 'b/c' }]],
    ['GET', '/v1/config', 'to /v1/config/'],
    ['GET', '/v1/./config', 'to /v1/config/'],
    ['GET', '/v1/config/x/..', 'to /v1/config/'],
    ['GET', '/v1/config/x/.', 'to /v1/config/x'],
    ['GET', '/v1//nodes', 'to /v1/nodes'],
    ['GET', '/v1//n%6fdes', 'to /v1/n%256fdes'],
    ['GET', '/v1//a*b', 'to /v1/a%2Ab'],
    ['GET', '/v1/c%6fnfig', 'to /v1/config/'],
    ['GET', '/v1//c%6fnfig', 'to /v1/config/'],
    ['GET', '/v1/token/self', ['/v1/token/self', {}]],
    ['GET', '/v1/token/self/', ['/v1/token/:id', { id: 'self/' }]],
    ['GET', '/v1/', 'unknown'],
    ['GET', '/', 'unknown'],
    ['GET', '', 'to /'],
  ];
  for (const [method, path, expected] of cases) {
    test(`${path} leads to ${JSON.stringify(expected)}`, () => {
      assert.deepEqual(finds(method, path), expected);
    });
  }
});

describe('another method', () => {
  const cases: readonly [string, string, unknown][] = [
    ['PATCH', '/v1/nodes', 'OPTIONS,GET'],
    ['HEAD', '/v1/config/x', 'OPTIONS,GET,DELETE'],
    ['POST', '/v1/query/x', 'GET,PUT'],
    ['PUT', '/v1/query/x/execute', 'GET'],
    ['DELETE', '/v1/token/self', 'OPTIONS,GET'],
    ['DELETE', '/v1/config/only-a-kind', 'unknown'],
  ];
  for (const [method, path, expected] of cases) {
    test(`${method} ${path}: ${String(expected)}`, () => {
      assert.equal(finds(method, path), expected);
    });
  }

  test('OPTIONS has a body where the end of the path is looked at', () => {
    const found = router.find('OPTIONS', '/v1/query/x/explain');
    assert.deepEqual(found.kind === 'method' && found.allowed, {
      toOptions: 'OPTIONS,GET',
      toOthers: 'GET',
      hasBody: true,
    });
  });
});

describe('a pattern', () => {
  test('has a start, names and an ending', () => {
    assert.deepEqual(parsePattern('/v1/a/:b/:c/d'), {
      start: '/v1/a/',
      names: ['b', 'c'],
      ending: 'd',
    });
  });

  for (const path of ['/v1/:a/b/:c', '/v1/:a/b/c', '/v1/:a/']) {
    test(`${path} is none`, () => {
      assert.throws(() => parsePattern(path), /one word at its end/);
    });
  }
});
