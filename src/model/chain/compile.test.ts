// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { compileChain } from './compile.ts';
import type { CompiledChain, ResolverNode, SplitterNode } from './compiled.ts';
import { chainEntries } from './entries.ts';
import { type ChainOverrides, NO_OVERRIDES } from './request.ts';

type Entries = Readonly<Record<string, object>>;

function compiled(entries: Entries, service = 'web', overrides: Partial<ChainOverrides> = {}) {
  return compileChain({
    service,
    datacenter: 'dc1',
    trustDomain: 'td.consul',
    overrides: { ...NO_OVERRIDES, ...overrides },
    virtualIps: null,
    entries: chainEntries((Kind, Name) => {
      const entry = entries[`${Kind}/${Name}`];
      return entry && { Kind, Name, ...entry };
    }, service),
  });
}

const HTTP: Entries = { 'proxy-defaults/global': { Config: { protocol: 'http' } } };
const resolver = (name: string, parts: object): Entries => ({
  [`service-resolver/${name}`]: parts,
});
const splitter = (name: string, ...Splits: object[]): Entries => ({
  [`service-splitter/${name}`]: { Splits },
});

/** What calls end at, by the keys of nodes alone. */
function ways(chain: CompiledChain, key = chain.StartNode): unknown {
  const node = chain.Nodes[key];
  switch (node?.Type) {
    case 'router':
      return node.Routes.map(({ NextNode }) => ways(chain, NextNode));
    case 'splitter':
      return Object.fromEntries(
        node.Splits.map(({ Weight = 0, NextNode }) => [ways(chain, NextNode), Weight]),
      );
    default:
      return key.replace('resolver:', '').replace('.default.default.', '@');
  }
}

describe('a chain', () => {
  test('of a service that nothing is said of is the service itself', () => {
    const chain = compiled({});
    assert.equal(chain.Default, true);
    assert.equal(chain.Protocol, 'tcp');
    assert.equal(ways(chain), 'web@dc1');
    assert.deepEqual(chain.Targets, {
      'web.default.default.dc1': {
        ConnectTimeout: '5s',
        ID: 'web.default.default.dc1',
        Service: 'web',
        Namespace: 'default',
        Partition: 'default',
        Datacenter: 'dc1',
        MeshGateway: {},
        Subset: {},
        TransparentProxy: {},
        SNI: 'web.default.dc1.internal.td.consul',
        Name: 'web.default.dc1.internal.td.consul',
      },
    });
  });

  const cases: Readonly<Record<string, readonly [Entries, unknown]>> = {
    'follows redirects': [
      {
        ...resolver('web', { Redirect: { Service: 'b' } }),
        ...resolver('b', { Redirect: { Service: 'c', Datacenter: 'dc2' } }),
      },
      'c@dc2',
    ],
    'follows a redirect to a peer': [
      resolver('web', { Redirect: { Service: 'b', Peer: 'east' } }),
      'b@external.east',
    ],
    'goes to the default subset of where it ends': [
      {
        ...resolver('web', { Redirect: { Service: 'b' } }),
        ...resolver('b', { DefaultSubset: 'v1', Subsets: { v1: {} } }),
      },
      'v1.b@dc1',
    ],
    'is split, the rest of a service that splits itself goes to its instances': [
      { ...HTTP, ...splitter('web', { Weight: 90 }, { Weight: 10, Service: 'b' }) },
      { 'web@dc1': 90, 'b@dc1': 10 },
    ],
    'has no splitter behind a splitter': [
      {
        ...HTTP,
        ...splitter('web', { Weight: 50, Service: 'a' }, { Weight: 50, Service: 'b' }),
        ...splitter('b', { Weight: 33.33, Service: 'c' }, { Weight: 66.67, Service: 'd' }),
      },
      { 'a@dc1': 50, 'c@dc1': 16.67, 'd@dc1': 33.34 },
    ],
    'is routed, and what fits no route goes to the service': [
      {
        ...HTTP,
        ...splitter('b', { Weight: 100, Service: 'c' }),
        'service-router/web': { Routes: [{ Destination: { Service: 'b' } }, {}] },
      },
      [{ 'c@dc1': 100 }, 'web@dc1', 'web@dc1'],
    ],
  };
  for (const [name, [entries, expected]] of Object.entries(cases)) {
    test(name, () => assert.deepEqual(ways(compiled(entries)), expected));
  }

  test('has what stands in for an end, in order and without the end itself', () => {
    const chain = compiled({
      ...resolver('web', {
        Subsets: { constructor: {} },
        ConnectTimeout: '2s',
        Failover: { '*': { Targets: [{ Service: 'web' }, { Peer: 'east' }, { Service: 'b' }] } },
      }),
      ...resolver('b', { DefaultSubset: 'v1', Subsets: { v1: { OnlyPassing: true } } }),
    });
    const node = chain.Nodes[chain.StartNode] as ResolverNode;
    assert.deepEqual(node.Resolver.Failover, {
      Targets: ['web.default.default.external.east', 'v1.b.default.default.dc1'],
    });
    assert.deepEqual(Object.keys(chain.Nodes).length, 1);
    const [, stepIn] = node.Resolver.Failover?.Targets ?? [];
    assert.deepEqual(chain.Targets[stepIn ?? '']?.Subset, { OnlyPassing: true });
    assert.equal(chain.Targets['web.default.default.external.east']?.SNI, undefined);
    assert.equal(chain.Targets['web.default.default.dc1']?.ConnectTimeout, '2s');
  });

  test('shows policies of failover and locality, the own one before that of all', () => {
    const target = { Targets: [{ Service: 'b' }] };
    const entries: Entries = {
      'proxy-defaults/global': {
        FailoverPolicy: { Mode: 'sequential' },
        PrioritizeByLocality: { Mode: 'all' },
      },
      ...resolver('web', {
        Subsets: { v1: {} },
        PrioritizeByLocality: {},
        Failover: { v1: { ...target, Policy: { Regions: ['r'] } }, '*': target },
      }),
      'service-router/web': { Routes: [{ Destination: { ServiceSubset: 'v1' } }] },
    };
    const { Nodes, Targets } = compiled(entries, 'web', { protocol: 'tcp' });
    const policyOf = (nodes: CompiledChain['Nodes'], key: string) =>
      (nodes[`resolver:${key}`] as ResolverNode).Resolver.Failover?.Policy;
    assert.deepEqual(policyOf(Nodes, 'web.default.default.dc1'), { Mode: 'sequential' });
    assert.deepEqual(Targets['web.default.default.dc1']?.PrioritizeByLocality, {});
    assert.deepEqual(Targets['b.default.default.dc1']?.PrioritizeByLocality, { Mode: 'all' });
    const routed = compiled({
      ...entries,
      'service-defaults/web': { Protocol: 'http' },
      'service-defaults/b': { Protocol: 'http' },
    });
    assert.deepEqual(policyOf(routed.Nodes, 'v1.web.default.default.dc1'), { Regions: ['r'] });
  });

  test('asks a peer for the subset that failed over to it first', () => {
    const Failover = { '*': { Targets: [{ Peer: 'east' }] } };
    const chain = compiled({
      ...resolver('web', { DefaultSubset: 'v1', Subsets: { v1: { OnlyPassing: true } }, Failover }),
    });
    const target = chain.Targets['web.default.default.external.east'];
    assert.deepEqual([target?.ServiceSubset, target?.Subset], ['v1', { OnlyPassing: true }]);
  });

  test('takes the entry of a name that it reaches here for that of a peer, and of no other name', () => {
    const standIn = (more: Entries) => {
      const Failover = { '*': { Targets: [{ Service: 'b', Peer: 'east' }] } };
      const chain = compiled({
        ...resolver('web', { Failover }),
        ...resolver('b', { DefaultSubset: 'v1', Subsets: { v1: {} } }),
        ...more,
      });
      return Object.keys(chain.Targets);
    };
    assert.deepEqual(standIn({}), ['b.default.default.external.east', 'web.default.default.dc1']);
    const Splits = [{ Weight: 50 }, { Weight: 50, Service: 'b' }];
    assert.deepEqual(standIn({ ...HTTP, 'service-splitter/web': { Splits } }), [
      'v1.b.default.default.dc1',
      'web.default.default.dc1',
    ]);
  });

  test('joins the changes of headers of splitters, what comes later counts', () => {
    const headers = (Set: object, ...Remove: string[]) => {
      return { RequestHeaders: { Set, Remove }, ResponseHeaders: { Set, Remove } };
    };
    const chain = compiled({
      ...HTTP,
      ...splitter('web', { Weight: 100, Service: 'b', ...headers({ a: '1', b: '2' }, 'r') }),
      ...splitter('b', { Weight: 100, Service: 'c', ...headers({ a: '9' }, 'r', 's') }),
    });
    const [split] = (chain.Nodes[chain.StartNode] as SplitterNode).Splits;
    assert.deepEqual(split?.Definition.RequestHeaders, {
      Set: { a: '9', b: '2' },
      Remove: ['r', 's'],
    });
    assert.deepEqual(split?.Definition.ResponseHeaders, {
      Set: { a: '1', b: '2' },
      Remove: ['r', 's'],
    });
  });

  test('of an external service has its own SNI and no gateway', () => {
    const [target] = Object.values(
      compiled({
        'service-defaults/web': { ExternalSNI: 'ext.example', MeshGateway: { Mode: 'local' } },
      }).Targets,
    );
    assert.deepEqual(
      [target?.SNI, target?.External, target?.MeshGateway],
      ['ext.example', true, {}],
    );
    assert.equal(target?.Name, 'web.default.dc1.internal.td.consul');
  });
});

describe('overrides', () => {
  const split = { ...HTTP, ...splitter('web', { Weight: 100, Service: 'b' }) };

  test('make a chain of its own, but only if they change something', () => {
    assert.equal(compiled(split, 'web', { protocol: 'http' }).CustomizationHash, undefined);
    const hashes = [
      compiled(split, 'web', { protocol: 'grpc' }),
      compiled(split, 'web', { connectTimeoutMs: 33_000 }),
      compiled(split, 'web', { gatewayMode: 'local' }),
    ].map((chain) => chain.CustomizationHash);
    assert.equal(new Set(hashes).size, 3);
    for (const hash of hashes) assert.match(hash ?? '', /^[0-9a-f]{8}$/);
  });

  test('to bytes leave routers and splitters out', () => {
    const chain = compiled(split, 'web', { protocol: 'tcp' });
    assert.deepEqual([ways(chain), chain.Protocol, chain.Default], ['web@dc1', 'tcp', true]);
    assert.ok(chain.CustomizationHash);
  });
});

test('service-defaults that say no protocol mean bytes, whatever holds for all proxies', () => {
  assert.equal(compiled({ ...HTTP }).Protocol, 'http');
  assert.equal(compiled({ ...HTTP, 'service-defaults/web': {} }).Protocol, 'tcp');
});

describe('entries that contradict each other are refused:', () => {
  const cases: Readonly<Record<string, readonly [Entries, string]>> = {
    'a subset that is none': [
      resolver('web', { Redirect: { Service: 'b', ServiceSubset: 'v9' } }),
      'service "b" does not have a subset named "v9"',
    ],
    'a circle of redirects': [
      {
        ...resolver('web', { Redirect: { Service: 'b' } }),
        ...resolver('b', { Redirect: { Service: 'web' } }),
      },
      'detected circular resolver redirect: [web.default.default.dc1 -> b.default.default.dc1 -> web.default.default.dc1]',
    ],
    'a circle of splitters': [
      {
        ...HTTP,
        ...splitter('web', { Weight: 100, Service: 'b' }),
        ...splitter('b', { Weight: 100, Service: 'web' }),
      },
      'detected circular reference: [splitter:web.default.default -> splitter:b.default.default -> splitter:web.default.default]',
    ],
    'a splitter of bytes': [
      splitter('web', { Weight: 100, Service: 'b' }),
      'discovery chain "web" uses a protocol "tcp" that does not permit advanced routing or splitting behavior',
    ],
    'two protocols': [
      {
        'service-defaults/web': { Protocol: 'http' },
        ...resolver('web', { Redirect: { Service: 'b' } }),
      },
      'discovery chain "web" uses inconsistent protocols; service "b" has "tcp" which is not "http"',
    ],
    'subsets of what is external': [
      {
        'service-defaults/web': { ExternalSNI: 'ext.example' },
        ...resolver('web', { Subsets: { a: {} } }),
      },
      'service "web" has an external SNI set; cannot define subsets for external services',
    ],
  };
  for (const [name, [entries, message]] of Object.entries(cases)) {
    test(name, () => assert.throws(() => compiled(entries), { message }));
  }
});

test('many splitters that share legs are compiled once each', () => {
  const layers = Array.from({ length: 40 }, (_, i) =>
    splitter(
      i === 0 ? 'web' : `s${i}`,
      { Weight: 50, Service: `s${i + 1}` },
      { Weight: 50, Service: `s${i + 1}`, ServiceSubset: '' },
    ),
  );
  // Dissolving them would need 2^40 legs: that is what has to be refused before it is tried.
  assert.throws(() => compiled(Object.assign({}, HTTP, ...layers)), /too many/);
});
