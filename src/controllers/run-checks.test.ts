// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { sampleNode } from '../../test/catalog-samples.ts';
import { recordProxyStatus } from '../commands/record-proxy-status.ts';
import { registerAgentCheck } from '../commands/register-agent-check.ts';
import { registerAgentService } from '../commands/register-agent-service.ts';
import { syncAgent } from '../commands/sync-agent.ts';
import { openMemoryLog } from '../log/memory/store.ts';
import { checkRegistrationOf } from '../model/agent/check-registration.ts';
import type { CheckRunning, CheckSink, CheckToRun } from '../model/agent/check-running.ts';
import { serviceRegistrationOf } from '../model/agent/service-registration.ts';
import { silentLogger } from '../model/logger.ts';
import { type Core, openCore } from '../server/core.ts';
import { agentChecksOfNode } from '../views/agent/checks.ts';
import { RunChecks } from './run-checks.ts';

const node = 'quay';
let core: Core;
let stop: AbortController;
let ended: Promise<unknown>;
let sink: CheckSink;
let wanted: readonly CheckToRun[];
let hastened: string[];
let checks: RunChecks;

/** Notes what it is told, and runs nothing. */
function openRunning(given: CheckSink): CheckRunning {
  sink = given;
  return {
    reconcile: (now) => (wanted = now),
    report: () => Promise.resolve(),
    hasten: (serviceId) => hastened.push(serviceId),
    forget: () => {},
    pendingOutput: () => undefined,
    stop: () => (wanted = []),
  };
}

beforeEach(async () => {
  hastened = [];
  wanted = [];
  core = await openCore(await openMemoryLog());
  stop = new AbortController();
  const following = core.follow(stop.signal);
  await issue(syncAgent, { node: sampleNode(node) });
  const { views } = core;
  checks = new RunChecks({ node, views, issue, open: openRunning, logger: silentLogger });
  ended = Promise.all([following, checks.run(stop.signal)]);
});
afterEach(async () => {
  stop.abort();
  await ended;
  await core.log.close();
});

const issue: ConstructorParameters<typeof RunChecks>[0]['issue'] = async (command, input) =>
  (await core.commands.issue(command, input, { origin: 'test' })).reply;

/** Turns of the event loop until the views have published and their watchers have heard. */
async function until(condition: () => boolean): Promise<void> {
  for (let turn = 0; turn < 1_000 && !condition(); turn += 1) await setImmediate();
  assert.ok(condition());
}

async function registerCheck(name: string): Promise<void> {
  const registration = checkRegistrationOf({ Name: name, TTL: 1_000 }, node);
  await issue(registerAgentCheck, { node, source: 'api', nowMs: 0, registration });
}

test('what is registered is run, and nothing is when it ends', async () => {
  await registerCheck('disk');
  await until(() => wanted.length > 0);
  assert.equal(wanted[0]?.id, 'disk');
  stop.abort();
  await ended;
  assert.deepEqual(wanted, []);
});

test('a result is in the catalog when it has been published', async () => {
  await registerCheck('disk');
  await sink.publish('disk', { status: 'passing', output: 'fine' });
  const { disk } = core.views.get(agentChecksOfNode, node).value;
  assert.equal(disk?.Status, 'passing');
  assert.equal(disk?.Output, 'fine');
});

test('a check can be reported on as soon as it is registered', async () => {
  await registerCheck('disk');
  await checks.report('disk', { status: 'passing', output: '' });
  assert.equal(wanted.length, 1);
  await assert.rejects(checks.report('ghost', { status: 'passing', output: '' }), {
    code: 'not-found',
  });
});

test('an alias hears of its target, at once and later', async () => {
  const registration = serviceRegistrationOf({ Name: 'web', Check: { CheckID: 'up', TTL: 1_000 } });
  const sidecarPorts = { min: 21_000, max: 21_001 };
  const heard: string[] = [];
  const end = sink.watchAlias({ node: '', serviceId: 'web' }, ({ status }) => heard.push(status));
  await until(() => heard.length === 1);
  await issue(registerAgentService, {
    node,
    source: 'api',
    sidecarPorts,
    nowMs: 0,
    registration,
    replaceChecks: false,
  });
  await sink.publish('up', { status: 'warning', output: '' });
  await until(() => heard.at(-1) === 'warning');
  const known = heard.length;
  end();
  await sink.publish('up', { status: 'passing', output: '' });
  await setImmediate();
  assert.equal(heard.length, known);
});

test('the checks of a proxy that connects are hastened, once for each stream', async () => {
  const status = {
    node,
    proxyId: 'web-proxy',
    sinceMs: 0,
    envoyVersion: '',
    nacks: [],
    problems: [],
    warnings: [],
  };
  await issue(recordProxyStatus, { ...status, streamId: 'one' });
  await until(() => hastened.length > 0);
  await issue(recordProxyStatus, { ...status, streamId: 'one', envoyVersion: '1.40.0' });
  await issue(recordProxyStatus, { ...status, node: 'elsewhere', streamId: 'two' });
  await issue(recordProxyStatus, { ...status, proxyId: 'db-proxy', streamId: 'three' });
  await until(() => hastened.length > 1);
  assert.deepEqual(hastened, ['web-proxy', 'db-proxy']);
});
