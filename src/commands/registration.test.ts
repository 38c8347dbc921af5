// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import {
  sampleCheck,
  sampleNode,
  sampleService,
  sampleSidecar,
} from '../../test/catalog-samples.ts';
import { Ledger } from '../../test/ledger.ts';
import { SERF_CHECK } from '../model/catalog/node.ts';
import { VIRTUAL_TAG } from '../model/catalog/virtual-ip.ts';
import { localTenancy, peerTenancy } from '../model/tenancy.ts';
import { checkKey, checks } from '../state/tables/checks.ts';
import { nodeKey, nodes } from '../state/tables/nodes.ts';
import { serviceKey, services } from '../state/tables/services.ts';
import { Draft } from './draft.ts';
import { register, type Registration, registerWrites } from './registration.ts';
import { removeService } from './service-rows.ts';

let ledger: Ledger;
beforeEach(() => (ledger = new Ledger()));

function apply(registration: Registration, tenancy = localTenancy): number {
  return ledger.apply(registerWrites(ledger.read, tenancy, registration));
}

function virtualAddressOf(node: string, id: string, tenancy = localTenancy): string | undefined {
  const row = ledger.read.get(services, serviceKey(tenancy, node, id));
  return row?.value.service.TaggedAddresses?.[VIRTUAL_TAG]?.Address;
}

function deregister(node: string, id: string, tenancy = localTenancy): void {
  const draft = new Draft(ledger.read);
  const row = draft.get(services, serviceKey(tenancy, node, id));
  assert.ok(row);
  removeService(draft, row);
  ledger.apply(draft.writes);
}

describe('registering', () => {
  const full: Registration = {
    node: sampleNode('quay'),
    service: sampleService('crane', { Tags: ['red'] }),
    checks: [sampleCheck('own', { ServiceID: 'crane' }), sampleCheck('ping')],
  };

  test('writes the node, the service and the checks in one change', () => {
    const revision = apply(full);
    assert.equal(revision, 2);
    const check = ledger.read.get(checks, checkKey(localTenancy, 'quay', 'own'));
    assert.deepEqual(check?.value.check.ServiceTags, ['red']);
    assert.equal(check?.value.check.ServiceName, 'crane');
    assert.equal(check?.value.check.Node, 'quay');
  });

  test('the same again writes nothing', () => {
    apply(full);
    assert.deepEqual(registerWrites(ledger.read, localTenancy, full), []);
  });

  test('one changed check writes that check only', () => {
    apply(full);
    const checkNow = [sampleCheck('ping', { Status: 'critical' })];
    const writes = registerWrites(ledger.read, localTenancy, { ...full, checks: checkNow });
    assert.deepEqual(
      writes.map((write) => write.table),
      ['checks'],
    );
  });

  test('skipNodeUpdate leaves a known node alone and creates an unknown one', () => {
    apply({ node: sampleNode('quay') });
    apply({ node: sampleNode('quay', { Address: '10.9.9.9' }), skipNodeUpdate: true });
    apply({ node: sampleNode('pier', { Address: '' }), skipNodeUpdate: true });
    assert.equal(
      ledger.read.get(nodes, nodeKey(localTenancy, 'quay'))?.value.node.Address,
      '10.0.0.1',
    );
    assert.ok(ledger.read.get(nodes, nodeKey(localTenancy, 'pier')));
  });

  test('a node with another case replaces the node and keeps its age', () => {
    apply({ node: sampleNode('quay') });
    apply({ node: sampleNode('QUAY', { Address: '10.9.9.9' }) });
    const [row, ...others] = ledger.read.all(nodes);
    assert.equal(others.length, 0);
    assert.equal(row?.value.node.Node, 'QUAY');
    assert.equal(row?.createRevision, 2);
  });

  test('weights that cannot be used become the default', () => {
    apply({
      node: sampleNode('quay'),
      service: sampleService('crane', { Weights: { Passing: 1, Warning: -1 } }),
    });
    const row = ledger.read.get(services, serviceKey(localTenancy, 'quay', 'crane'));
    assert.deepEqual(row?.value.service.Weights, { Passing: 1, Warning: 1 });
  });
});

describe('a registration is refused', () => {
  const cases: readonly [string, Registration, string][] = [
    [
      'when a check names a service that is not there',
      { node: sampleNode('pier'), checks: [sampleCheck('p6', { ServiceID: 'missing' })] },
      "Unknown service ID 'missing' for check ID 'p6'",
    ],
    [
      'when a check has no id',
      { node: sampleNode('pier'), checks: [sampleCheck('')] },
      'failed inserting check on node "pier": failed health check lookup: index error: object is missing a value for this index',
    ],
    [
      'when a check belongs to another node',
      { node: sampleNode('pier'), checks: [sampleCheck('x', { Node: 'quay' })] },
      'check node "quay" does not match node "pier"',
    ],
  ];
  for (const [name, registration, message] of cases) {
    test(name, () => {
      assert.throws(() => apply(registration), { name: 'Refusal', code: 'rpc-error', message });
    });
  }
});

describe('the identity of nodes', () => {
  const id = 'aaaaaaaa-1111-4111-8111-aaaaaaaaaaaa';
  const otherId = 'bbbbbbbb-1111-4111-8111-bbbbbbbbbbbb';

  test('an ID under a new name renames the node: the old one goes with what was on it', () => {
    apply({ node: sampleNode('old', { ID: id }), service: sampleService('crane') });
    apply({ node: sampleNode('new', { ID: id }) });
    assert.deepEqual(
      ledger.read.all(nodes).map((row) => row.value.node.Node),
      ['new'],
    );
    assert.deepEqual(ledger.read.all(services), []);
  });

  test('the name of a live agent cannot be taken with another ID', () => {
    apply({ node: sampleNode('quay', { ID: id }), checks: [sampleCheck(SERF_CHECK)] });
    assert.throws(() => apply({ node: sampleNode('quay', { ID: otherId }) }), {
      message: `failed inserting node: Error while renaming Node ID: "${otherId}": Node name quay is reserved by node ${id} with name quay (10.0.0.1)`,
    });
  });

  test('the name of a failed agent can be taken', () => {
    const failed = sampleCheck(SERF_CHECK, { Status: 'critical' });
    apply({ node: sampleNode('quay', { ID: id }), checks: [failed] });
    apply({ node: sampleNode('quay', { ID: otherId }) });
    assert.equal(ledger.read.get(nodes, nodeKey(localTenancy, 'quay'))?.value.node.ID, otherId);
  });

  test('a node without an ID can be given one', () => {
    apply({ node: sampleNode('quay'), checks: [sampleCheck(SERF_CHECK)] });
    apply({ node: sampleNode('quay', { ID: id }) });
    assert.equal(ledger.read.get(nodes, nodeKey(localTenancy, 'quay'))?.value.node.ID, id);
  });
});

describe('virtual addresses', () => {
  const peer = peerTenancy('east');

  test('are given to what speaks for a name in the mesh, one per name', () => {
    apply({ node: sampleNode('a'), service: sampleService('web') });
    apply({ node: sampleNode('a'), service: sampleSidecar('web') });
    apply({ node: sampleNode('b'), service: sampleSidecar('web') });
    apply({ node: sampleNode('a'), service: sampleService('db', { Connect: { Native: true } }) });
    assert.equal(virtualAddressOf('a', 'web'), undefined);
    assert.equal(virtualAddressOf('a', 'web-sidecar-proxy'), '240.0.0.1');
    assert.equal(virtualAddressOf('b', 'web-sidecar-proxy'), '240.0.0.1');
    assert.equal(virtualAddressOf('a', 'db'), '240.0.0.2');
  });

  test('of imported services come from the same pool but not from the same name', () => {
    apply({ node: sampleNode('a'), service: sampleSidecar('web') });
    apply({ node: sampleNode('a'), service: sampleSidecar('web') }, peer);
    assert.equal(virtualAddressOf('a', 'web-sidecar-proxy', peer), '240.0.0.2');
  });

  test('stay while an instance or a proxy is left, and the lowest free one is given out again', () => {
    for (const name of ['one', 'two']) {
      apply({ node: sampleNode('a'), service: sampleService(name) });
      apply({ node: sampleNode('a'), service: sampleSidecar(name) });
    }
    deregister('a', 'one');
    apply({ node: sampleNode('a'), service: sampleSidecar('three') });
    assert.equal(virtualAddressOf('a', 'three-sidecar-proxy'), '240.0.0.3');
    deregister('a', 'one-sidecar-proxy');
    apply({ node: sampleNode('a'), service: sampleSidecar('four') });
    assert.equal(virtualAddressOf('a', 'four-sidecar-proxy'), '240.0.0.1');
  });

  test('differ when many are given out in one decision', () => {
    const draft = new Draft(ledger.read);
    for (let i = 1; i <= 600; i += 1) {
      register(draft, peer, { node: sampleNode('a'), service: sampleSidecar(`s${i}`) });
    }
    ledger.apply(draft.writes);
    assert.equal(virtualAddressOf('a', 's1-sidecar-proxy', peer), '240.0.0.1');
    assert.equal(virtualAddressOf('a', 's600-sidecar-proxy', peer), '240.0.2.88');
  });
});
