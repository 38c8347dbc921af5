// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ConfigEntry } from '../../model/config-entries/entry.ts';
import type {
  IntentionAction,
  SourceIntention,
} from '../../model/config-entries/service-intentions/schema.ts';
import { openScenario, type ScenarioPeering } from '../../../test/mesh-scenario.ts';
import { accessPolicy } from './policy.ts';

const OWN = '11111111-0000-4000-8000-000000000001';

interface Input {
  readonly intentions: Readonly<Record<string, readonly SourceIntention[]>>;
  readonly peerings?: readonly ScenarioPeering[];
  readonly otherwise?: IntentionAction;
  readonly entries?: readonly ConfigEntry[];
}

function policies({ intentions, peerings = [], otherwise = 'deny', entries = [] }: Input) {
  const { views } = openScenario({
    cluster: OWN,
    defaultIntentionPolicy: otherwise,
    nodes: [],
    services: [],
    leaves: [],
    config: [
      ...entries,
      ...Object.entries(intentions).map(
        ([Name, Sources]) => ({ Kind: 'service-intentions', Name, Sources }) as ConfigEntry,
      ),
    ],
    peerings,
  });
  return (destination: string, protocol = 'http') => {
    const found = views.get(accessPolicy, { destination, protocol }).value;
    assert.ok(found !== undefined);
    return found;
  };
}

const allowed = (...Names: readonly string[]): SourceIntention[] =>
  Names.map((Name) => ({ Name, Action: 'allow' }));

test('services that no entry names share one policy', () => {
  const of = policies({ intentions: { '*': allowed('audit'), orders: allowed('shop') } });
  assert.equal(of('users'), of('stock'));
  assert.notEqual(of('users'), of('orders'));
});

test('an entry of its own adds to what holds for all', () => {
  const of = policies({ intentions: { '*': allowed('audit'), orders: allowed('shop') } });
  assert.deepEqual(
    of('orders').callers.map(({ caller }) => caller.service),
    ['shop', 'audit'],
  );
});

test("a peer's caller is known by the peer's trust domain", () => {
  const of = policies({
    intentions: { orders: [{ Name: 'shop', Peer: 'west', Action: 'allow' }] },
    peerings: [{ name: 'west', trustDomain: 'west.consul' }],
  });
  assert.deepEqual(of('orders').callers[0]?.caller, {
    trustDomain: 'west.consul',
    partition: 'default',
    namespace: 'default',
    service: 'shop',
    peer: 'west',
  });
});

test("nobody is listed for a peer whose certificates can't be told", () => {
  const of = policies({
    intentions: { orders: [{ Name: 'shop', Peer: 'west', Action: 'allow' }] },
    peerings: [{ name: 'west' }],
  });
  assert.deepEqual(of('orders').callers, []);
});

test('a refusal of such a peer refuses strangers, and only them', () => {
  const of = policies({
    intentions: { orders: [{ Name: 'shop', Peer: 'west', Action: 'deny' }] },
    peerings: [{ name: 'west' }, { name: 'south', trustDomain: 'south.consul' }],
    otherwise: 'allow',
  });
  assert.deepEqual(of('orders').strangersBut, ['south.consul']);
});

test('a refusal of a peer that can be told refuses those that can not, too', () => {
  const peerings = [{ name: 'west', trustDomain: 'west.consul' }];
  const intentions = { orders: [{ Name: 'shop', Peer: 'west', Action: 'deny' }] } as const;
  const of = policies({ intentions, peerings, otherwise: 'allow' });
  assert.deepEqual(of('orders').strangersBut, ['west.consul']);
  assert.equal(of('orders', 'tcp').strangersBut, undefined);
  assert.equal(policies({ intentions, peerings })('orders').strangersBut, undefined);
});

test('bytes and requests have policies of their own', () => {
  const permissions = [{ Action: 'allow', HTTP: { PathPrefix: '/' } }] as const;
  const of = policies({ intentions: { orders: [{ Name: 'shop', Permissions: permissions }] } });
  assert.equal(of('orders', 'grpc').requests.length, 1);
  assert.equal(of('orders', 'tcp').requests.length, 0);
});

test('who would have to show a token is not let in, since nobody looks at it', () => {
  const JWT = { Providers: [{ Name: 'okta' }] };
  const permissions: SourceIntention = {
    Name: 'shop',
    Permissions: [
      { Action: 'allow', HTTP: { PathExact: '/open' } },
      { Action: 'allow', HTTP: { PathPrefix: '/' }, JWT },
    ],
  };
  const some = policies({ intentions: { orders: [permissions] } })('orders');
  assert.deepEqual(
    some.requests.flatMap(({ requests }) => requests.map(({ http }) => http)),
    [{ PathExact: '/open' }],
  );
  const entry = { Kind: 'service-intentions', Name: 'orders', Sources: allowed('shop'), JWT };
  for (const otherwise of ['allow', 'deny'] as const) {
    const all = policies({ intentions: {}, otherwise, entries: [entry as ConfigEntry] })('orders');
    assert.deepEqual([all.listed, all.callers, all.requests], ['allow', [], []]);
  }
});
