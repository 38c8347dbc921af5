// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { sampleCheck, sampleNode, sampleService } from '../../test/catalog-samples.ts';
import { Ledger } from '../../test/ledger.ts';
import { serviceRegistrationOf } from '../model/agent/service-registration.ts';
import { SERF_CHECK } from '../model/catalog/node.ts';
import { localTenancy } from '../model/tenancy.ts';
import { checkKey, checks } from '../state/tables/checks.ts';
import { nodeKey, nodes } from '../state/tables/nodes.ts';
import { serviceKey, services } from '../state/tables/services.ts';
import { Draft } from './draft.ts';
import { removeNode } from './node-rows.ts';
import { registerAgentService } from './register-agent-service.ts';
import { registerWrites } from './registration.ts';
import { removeService } from './service-rows.ts';
import { syncAgent } from './sync-agent.ts';

const node = 'quay';
const self = {
  node: sampleNode(node),
  service: sampleService('consul'),
  checks: [sampleCheck(SERF_CHECK)],
};
let ledger: Ledger;

beforeEach(() => {
  ledger = new Ledger();
  ledger.issue(syncAgent, self);
  const registration = serviceRegistrationOf({
    Name: 'web',
    EnableTagOverride: true,
    Check: { CheckID: 'up', TTL: 1_000 },
  });
  const sidecarPorts = { min: 21_000, max: 21_001 };
  ledger.issue(registerAgentService, {
    node,
    source: 'api',
    sidecarPorts,
    nowMs: 0,
    registration,
    replaceChecks: false,
  });
});

const webRow = () => ledger.read.get(services, serviceKey(localTenancy, node, 'web'));

test('what is in line is not written again', () => {
  const before = ledger.state.at;
  assert.deepEqual(ledger.issue(syncAgent, self), []);
  assert.equal(ledger.state.at, before);
});

test('a service that was removed from the catalog comes back, and its checks are told', () => {
  const draft = new Draft(ledger.read);
  const row = webRow();
  assert.ok(row);
  removeService(draft, row);
  ledger.apply(draft.writes);
  assert.deepEqual(ledger.issue(syncAgent, self), ['up']);
  assert.ok(webRow());
  const check = ledger.read.get(checks, checkKey(localTenancy, node, 'up'));
  assert.equal(check?.value.check.Status, 'critical');
});

test('a node that was removed comes back with all that is on it', () => {
  const draft = new Draft(ledger.read);
  const row = ledger.read.get(nodes, nodeKey(localTenancy, node));
  assert.ok(row);
  removeNode(draft, row);
  ledger.apply(draft.writes);
  ledger.issue(syncAgent, self);
  assert.ok(ledger.read.get(nodes, nodeKey(localTenancy, node)));
  assert.ok(ledger.read.get(checks, checkKey(localTenancy, node, SERF_CHECK)));
  assert.ok(webRow());
});

test('what was changed in the catalog is changed back, but for tags that may be', () => {
  const changed = sampleService('web', { Port: 99, Tags: ['mine'], EnableTagOverride: true });
  const registration = { node: sampleNode(node), service: changed };
  ledger.apply(registerWrites(ledger.read, localTenancy, registration));
  ledger.issue(syncAgent, self);
  assert.equal(webRow()?.value.service.Port, 0);
  assert.deepEqual(webRow()?.value.service.Tags, ['mine']);
});

test('what the agent does not know goes from its node, and from no other', () => {
  for (const at of [node, 'pier']) {
    const registration = {
      node: sampleNode(at),
      service: sampleService('stray'),
      checks: [sampleCheck('odd'), sampleCheck('of-stray', { ServiceID: 'stray' })],
    };
    ledger.apply(registerWrites(ledger.read, localTenancy, registration));
  }
  ledger.issue(syncAgent, self);
  const left = [...ledger.read.all(services), ...ledger.read.all(checks)].map(({ key }) => key);
  const keys = [
    serviceKey(localTenancy, 'pier', 'stray'),
    serviceKey(localTenancy, node, 'consul'),
    serviceKey(localTenancy, node, 'web'),
    checkKey(localTenancy, 'pier', 'odd'),
    checkKey(localTenancy, 'pier', 'of-stray'),
    checkKey(localTenancy, node, SERF_CHECK),
    checkKey(localTenancy, node, 'up'),
  ];
  assert.deepEqual(left.sort(), keys.sort());
});
