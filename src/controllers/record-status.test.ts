// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { FakeClock } from '../../test/fake-clock.ts';
import { type HttpHarness, openHttpHarness } from '../../test/http-harness.ts';
import type { Condition } from '../model/config-entries/status.ts';
import { unrecordedStatus } from '../views/config/api-gateway/unrecorded.ts';
import { configEndpoints } from '../wire/http/config/endpoints.ts';
import { recordStatus } from './record-status.ts';

const MINUTE_MS = 60_000;

let server: HttpHarness;
let running: Promise<void>;
const clock = new FakeClock();
const stop = new AbortController();
before(async () => {
  server = await openHttpHarness({
    endpoints: configEndpoints,
    context: () => ({ now: () => clock.now() }),
  });
  const { views } = server.core;
  running = recordStatus({ views, issue: server.issue, now: () => clock.now() }, stop.signal);
});
after(async () => {
  stop.abort();
  await running;
  await server.close();
});

/** Resolves when all that can be derived has been recorded. */
async function settled(): Promise<void> {
  using unrecorded = server.core.views.watch(unrecordedStatus, null);
  for await (const { value } of unrecorded) {
    if (value.changed.length + value.gone.length === 0) return;
  }
}

const get = async (path: string) => (await server.get(`/v1/config/${path}`)).json;
const write = async (entry: object, query = '') => {
  const { json } = await server.put(`/v1/config${query}`, entry);
  await settled();
  return json;
};
const sinceOf = (entry: { Status: { Conditions: readonly Condition[] } }, type: string) => {
  const condition = entry.Status.Conditions.find(({ Type }) => Type === type);
  return Date.parse(condition?.LastTransitionTime ?? '');
};

const certificate = { Kind: 'file-system-certificate', Name: 'cert' };
const gateway = {
  Kind: 'api-gateway',
  Name: 'front',
  Listeners: [{ Name: 'one', Port: 1, Protocol: 'http', TLS: { Certificates: [certificate] } }],
};
const route = {
  Kind: 'http-route',
  Name: 'way',
  Parents: [{ Name: 'front', SectionName: 'one' }],
  Rules: [{ Services: [{ Name: 'web' }] }],
};

test('a gateway shows since when it is as it is, and a revision that moves with that', async () => {
  await write({ Kind: 'service-defaults', Name: 'web', Protocol: 'http' });
  await write(certificate);
  await write(gateway);
  const startMs = clock.now();
  await clock.advance(MINUTE_MS);
  await write(route);
  const bound = await get('bound-api-gateway/front');
  assert.ok(bound.ModifyIndex > bound.CreateIndex, 'a route came');
  const accepted = await get('api-gateway/front');
  assert.equal(sinceOf(accepted, 'Accepted'), startMs);

  await clock.advance(MINUTE_MS);
  await server.send('DELETE', '/v1/config/file-system-certificate/cert');
  await settled();
  const refused = await get('api-gateway/front');
  assert.equal(sinceOf(refused, 'Accepted'), startMs + 2 * MINUTE_MS);
  assert.equal(sinceOf(refused, 'Conflicted'), startMs, 'that is as it was');
  assert.ok(refused.ModifyIndex > accepted.ModifyIndex);
  assert.ok(refused.ModifyIndex > refused.CreateIndex);
  assert.equal(sinceOf(await get('http-route/way'), 'Bound'), startMs + 2 * MINUTE_MS);
});

test('what was read before its status was recorded, or after, can be written with cas', async () => {
  const { CreateIndex, ModifyIndex } = await get('http-route/way');
  assert.ok(ModifyIndex > CreateIndex);
  const changed = (name: string) => ({ ...route, Rules: [{ Services: [{ Name: name }] }] });
  assert.equal(await write(changed('a'), `?cas=${CreateIndex - 1}`), false);
  assert.equal(await write(changed('b'), `?cas=${ModifyIndex + 1}`), false);
  assert.equal(await write(changed('c'), `?cas=${CreateIndex}`), true);
  assert.equal(await write(changed('d'), `?cas=${ModifyIndex}`), false, 'it has been written');
  const path = '/v1/config/http-route/way';
  assert.equal((await server.send('DELETE', `${path}?cas=${ModifyIndex}`)).json, false);
  const now = await get('http-route/way');
  assert.equal((await server.send('DELETE', `${path}?cas=${now.ModifyIndex}`)).json, true);
});

test('what is recorded goes with its entry', async () => {
  await server.send('DELETE', '/v1/config/api-gateway/front');
  await settled();
  assert.equal((await server.get('/v1/config/bound-api-gateway/front')).status, 404);
  await write(gateway);
  const again = await get('bound-api-gateway/front');
  assert.equal(again.CreateIndex, again.ModifyIndex);
});
