// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import { sampleNode } from '../../test/catalog-samples.ts';
import { Ledger } from '../../test/ledger.ts';
import { checkRegistrationOf } from '../model/agent/check-registration.ts';
import type { CheckDefinition } from '../model/agent/check-type.ts';
import type { ServiceDefinition } from '../model/agent/service-definition.ts';
import { serviceRegistrationOf } from '../model/agent/service-registration.ts';
import type { HealthCheck } from '../model/catalog/check.ts';
import type { NodeService } from '../model/catalog/service.ts';
import { localTenancy } from '../model/tenancy.ts';
import { agentCheckKey, agentChecks } from '../state/tables/agent-checks.ts';
import { agentServiceKey, agentServices } from '../state/tables/agent-services.ts';
import { checkKey, checks } from '../state/tables/checks.ts';
import { serviceKey, services } from '../state/tables/services.ts';
import type { Command } from './command.ts';
import { deregisterAgentCheck } from './deregister-agent-check.ts';
import { deregisterAgentService } from './deregister-agent-service.ts';
import { loadDefinitions } from './load-definitions.ts';
import { registerAgentCheck } from './register-agent-check.ts';
import { registerAgentService } from './register-agent-service.ts';
import { registerWrites } from './registration.ts';
import { setMaintenance } from './set-maintenance.ts';
import { updateCheckStatus } from './update-check-status.ts';

const node = 'quay';
const sidecarPorts = { min: 21_000, max: 21_002 };
const nowMs = 1_000;
let ledger: Ledger;

beforeEach(() => {
  ledger = new Ledger();
  ledger.apply(registerWrites(ledger.read, localTenancy, { node: sampleNode(node) }));
});

/** Applies what the command decides and tells how many rows it wrote. */
function issue<I>(command: Command<I, void>, input: I): number {
  const { writes } = command.decide(ledger.read, input);
  if (writes.length > 0) ledger.apply(writes);
  return writes.length;
}

function register(definition: ServiceDefinition, replaceChecks = false): number {
  const registration = serviceRegistrationOf(definition);
  const agent = { node, source: 'api', sidecarPorts, nowMs } as const;
  return issue(registerAgentService, { ...agent, registration, replaceChecks });
}

function registerCheck(definition: CheckDefinition): number {
  const registration = checkRegistrationOf(definition, node);
  return issue(registerAgentCheck, { node, source: 'api', nowMs, registration });
}

function load(definitions: ServiceDefinition[], checkDefinitions: CheckDefinition[] = []): number {
  return issue(loadDefinitions, {
    node,
    sidecarPorts,
    nowMs,
    services: definitions.map((definition) => serviceRegistrationOf(definition)),
    checks: checkDefinitions.map((definition) => checkRegistrationOf(definition, node)),
  });
}

const inCatalog = (id: string): NodeService | undefined =>
  ledger.read.get(services, serviceKey(localTenancy, node, id))?.value.service;
const withAgent = (id: string): boolean =>
  ledger.read.get(agentServices, agentServiceKey(node, id)) !== undefined;
const checkOf = (id: string): HealthCheck | undefined =>
  ledger.read.get(checks, checkKey(localTenancy, node, id))?.value.check;
const agentHasCheck = (id: string): boolean =>
  ledger.read.get(agentChecks, agentCheckKey(node, id)) !== undefined;

describe('registering a service with the agent', () => {
  test('puts it into the catalog in the same decision', () => {
    register({ Name: 'web', Port: 80, Address: '10.1.2.3' });
    assert.ok(withAgent('web'));
    assert.deepEqual(inCatalog('web')?.TaggedAddresses, {
      lan_ipv4: { Address: '10.1.2.3', Port: 80 },
      wan_ipv4: { Address: '10.1.2.3', Port: 80 },
    });
  });

  test('the same again writes nothing', () => {
    const definition = {
      Name: 'web',
      Port: 80,
      Check: { TTL: 5_000 },
      Connect: { SidecarService: {} },
    };
    assert.ok(register(definition) > 0);
    assert.equal(register(definition), 0);
  });

  test('numbers its checks when there are several, and not when there is one', () => {
    register({ Name: 'web', Checks: [{ TTL: 1_000 }, { TTL: 2_000, Status: 'passing' }] });
    register({ Name: 'db', Check: { TTL: 1_000 } });
    assert.equal(checkOf('service:web:1')?.Status, 'critical');
    assert.equal(checkOf('service:web:2')?.Status, 'passing');
    assert.equal(checkOf('service:db')?.Name, "Service 'db' check");
  });

  test('a check keeps what is known of it', () => {
    const definition = { Name: 'web', Check: { CheckID: 'up', TTL: 1_000 } };
    register(definition);
    issue(updateCheckStatus, { node, checkId: 'up', status: 'passing', output: 'fine' });
    register({ ...definition, Tags: ['new'] });
    assert.equal(checkOf('up')?.Status, 'passing');
    assert.equal(checkOf('up')?.Output, 'fine');
    assert.deepEqual(checkOf('up')?.ServiceTags, ['new']);
  });

  test('replaces its checks only when asked to', () => {
    register({ Name: 'web', Check: { CheckID: 'old', TTL: 1_000 } });
    register({ Name: 'web', Check: { CheckID: 'new', TTL: 1_000 } });
    assert.ok(checkOf('old') && checkOf('new'));
    register({ Name: 'web', Check: { CheckID: 'new', TTL: 1_000 } }, true);
    assert.equal(checkOf('old'), undefined);
    assert.ok(!agentHasCheck('old'));
    assert.ok(checkOf('new'));
  });
});

describe('a nested sidecar', () => {
  const nested = { Name: 'web', Port: 80, Connect: { SidecarService: {} } };

  test('gets a port and the default checks', () => {
    register(nested);
    const sidecar = inCatalog('web-sidecar-proxy');
    assert.equal(sidecar?.Port, 21_000);
    assert.equal(sidecar?.Kind, 'connect-proxy');
    assert.equal(checkOf('service:web-sidecar-proxy:1')?.Name, 'Connect Sidecar Listening');
    assert.equal(checkOf('service:web-sidecar-proxy:2')?.Type, 'alias');
  });

  test('keeps its port while others come and go', () => {
    register(nested);
    register({ ...nested, Name: 'db' });
    assert.equal(inCatalog('db-sidecar-proxy')?.Port, 21_001);
    issue(deregisterAgentService, { node, id: 'web' });
    register({ ...nested, Name: 'db', Tags: ['changed'] });
    assert.equal(inCatalog('db-sidecar-proxy')?.Port, 21_001);
    register({ ...nested, Name: 'shop' });
    assert.equal(inCatalog('shop-sidecar-proxy')?.Port, 21_000);
  });

  test('is refused when no port is left', () => {
    for (const Name of ['a', 'b', 'c']) register({ ...nested, Name });
    assert.throws(() => register({ ...nested, Name: 'd' }), {
      message:
        'no port provided for sidecar_service and none left in the configured range [21000, 21002]',
      code: 'rpc-error',
    });
    assert.equal(inCatalog('d'), undefined);
  });

  test('goes with its service, and one that was registered by itself does not', () => {
    register(nested);
    issue(deregisterAgentService, { node, id: 'web' });
    assert.equal(inCatalog('web-sidecar-proxy'), undefined);
    assert.equal(checkOf('service:web-sidecar-proxy:1'), undefined);
    register({ Name: 'web', Port: 80 });
    const Proxy = { DestinationServiceName: 'web' };
    register({ Name: 'web-sidecar-proxy', Kind: 'connect-proxy', Port: 9_000, Proxy });
    issue(deregisterAgentService, { node, id: 'web' });
    assert.ok(inCatalog('web-sidecar-proxy'));
  });
});

describe('checks', () => {
  test('of the node, and of a service that is there', () => {
    registerCheck({ Name: 'disk', TTL: 10_000 });
    assert.equal(checkOf('disk')?.Interval, '0s');
    assert.throws(() => registerCheck({ Name: 'up', ServiceID: 'nobody', TTL: 10_000 }), {
      message: 'ServiceID "nobody" does not exist',
      code: 'not-found',
    });
    register({ Name: 'web', Tags: ['a'] });
    registerCheck({ ID: 'up', Name: 'up', ServiceID: 'web', TTL: 10_000 });
    assert.deepEqual(checkOf('up')?.ServiceTags, ['a']);
  });

  test('can be removed once', () => {
    registerCheck({ Name: 'disk', TTL: 10_000 });
    issue(deregisterAgentCheck, { node, id: 'disk' });
    assert.equal(checkOf('disk'), undefined);
    assert.throws(() => issue(deregisterAgentCheck, { node, id: 'disk' }), {
      message: 'Unknown check ID "disk". Ensure that the check ID is passed, not the check name.',
      code: 'not-found',
    });
  });

  test('a result that says nothing new writes nothing', () => {
    registerCheck({ Name: 'disk', TTL: 10_000 });
    const result = { node, checkId: 'disk', status: 'passing', output: '' } as const;
    assert.equal(issue(updateCheckStatus, result), 1);
    assert.equal(issue(updateCheckStatus, result), 0);
  });
});

describe('maintenance', () => {
  const on = { node, isOn: true, reason: '', nowMs } as const;

  test('of a service is a critical check with a reason, set once', () => {
    register({ Name: 'web' });
    issue(setMaintenance, { ...on, serviceId: 'web', reason: 'new belts' });
    assert.equal(issue(setMaintenance, { ...on, serviceId: 'web', reason: 'other' }), 0);
    const mark = checkOf('_service_maintenance:web');
    assert.equal(mark?.Status, 'critical');
    assert.equal(mark?.Notes, 'new belts');
    issue(setMaintenance, { ...on, serviceId: 'web', isOn: false });
    assert.equal(checkOf('_service_maintenance:web'), undefined);
  });

  test('of the node has a default reason', () => {
    issue(setMaintenance, on);
    assert.equal(
      checkOf('_node_maintenance')?.Notes,
      'Maintenance mode is enabled for this node, but no reason was provided. This is a default message.',
    );
  });

  test('of an unknown service is refused', () => {
    assert.throws(() => issue(setMaintenance, { ...on, serviceId: 'ghost' }), {
      message:
        'Unknown service ID "ghost". Ensure that the service ID is passed, not the service name.',
    });
  });
});

describe('definitions in files', () => {
  test('that are gone are deregistered, and what came through the API stays', () => {
    register({ Name: 'api-made' });
    registerCheck({ Name: 'api-check', TTL: 1_000 });
    load(
      [
        { Name: 'web', Port: 80, Check: { TTL: 1_000 }, Connect: { SidecarService: {} } },
        { Name: 'db' },
      ],
      [{ Name: 'disk', TTL: 1_000 }],
    );
    assert.ok(withAgent('web-sidecar-proxy') && withAgent('db') && agentHasCheck('disk'));
    load([{ Name: 'web', Port: 80 }]);
    assert.ok(withAgent('web') && withAgent('api-made') && agentHasCheck('api-check'));
    for (const id of ['db', 'web-sidecar-proxy']) {
      assert.ok(!withAgent(id));
      assert.equal(inCatalog(id), undefined);
    }
    for (const id of ['disk', 'service:web', 'service:web-sidecar-proxy:1']) {
      assert.ok(!agentHasCheck(id));
      assert.equal(checkOf(id), undefined);
    }
  });

  test('that are the same at the next start write nothing', () => {
    const definitions = [{ Name: 'web', Port: 80, Connect: { SidecarService: {} } }];
    assert.ok(load(definitions) > 0);
    assert.equal(load(definitions), 0);
  });
});
