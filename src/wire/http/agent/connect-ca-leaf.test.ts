// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { idleAgent, type HttpHarness, openHttpHarness } from '../../../../test/http-harness.ts';
import type { IssuedCert } from '../../../model/ca/leaf.ts';
import { agentEndpoints } from './endpoints.ts';

let server: HttpHarness;
let revision = 7;
before(async () => {
  const leafOf = async () => ({ ModifyIndex: revision }) as IssuedCert;
  server = await openHttpHarness({
    endpoints: agentEndpoints,
    context: () => ({ localAgent: { ...idleAgent, leafOf } }),
  });
});
after(() => server.close());

const ask = async (query: string) => {
  const { status, headers, index } = await server.get(`/v1/agent/connect/ca/leaf/web${query}`);
  return [status, headers.get('x-cache'), headers.get('age'), index];
};

test('a certificate is looked at again for whoever does not wait, else it was kept', async () => {
  assert.deepEqual(await ask('?index=1'), [200, 'MISS', null, 7]);
  assert.deepEqual(await ask(''), [200, 'MISS', null, 7]);
  assert.deepEqual(await ask('?cached'), [200, 'MISS', null, 7]);
  assert.deepEqual(await ask('?index=1'), [200, 'HIT', '0', 7]);
  // It waited in vain, or for another one.
  assert.deepEqual(await ask('?index=7'), [200, 'MISS', null, 7]);
  revision = 8;
  assert.deepEqual(await ask('?index=7'), [200, 'MISS', null, 8]);
});

test('it does not matter which datacenter is asked for', async () => {
  assert.equal((await ask('?dc=elsewhere'))[0], 200);
});
