// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type HttpHarness, openHttpHarness } from '../../../../test/http-harness.ts';

let server: HttpHarness;
before(async () => (server = await openHttpHarness()));
after(() => server.close());

for (const [method, path] of [
  ['GET', '/v1/acl/tokens'],
  ['GET', '/v1/acl/token/self'],
  ['DELETE', '/v1/acl/token/x'],
  ['GET', '/v1/acl/policy/name/a/b'],
  ['PUT', '/v1/acl/bootstrap'],
  ['POST', '/v1/internal/acl/authorize'],
  ['PUT', '/v1/agent/token/default'],
] as const) {
  test(`${method} ${path} says that there is no access control`, async () => {
    const { status, text } = await server.send(method, path);
    assert.deepEqual([status, text], [401, 'ACL support disabled']);
  });
}
