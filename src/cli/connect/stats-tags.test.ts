// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { statsTags } from './stats-tags.ts';

const DOMAIN = 'e5b08d03-bfc3-c870-1833-baddb116e648';
const source = { service: 'web', datacenter: 'dc1' };
const tags = statsTags(source, [], false);

/** What Envoy does: the first group goes from the name, the second (or else the first) is the tag's value. */
function valueOf(regex: string, name: string): string | undefined {
  const found = new RegExp(regex).exec(name);
  return found === null ? undefined : (found[2] ?? (found.length > 2 ? '' : found[1]));
}

function tagged(prefix: string, name: string): Record<string, string> {
  const found: Record<string, string> = {};
  for (const { tag_name: tag, regex } of tags) {
    if (regex === undefined || !tag.startsWith(prefix)) continue;
    const value = valueOf(regex, name);
    if (value !== undefined && value !== '') found[tag.slice(prefix.length)] = value;
  }
  return found;
}

const plain = { service: 'api', namespace: 'default', trust_domain: DOMAIN };

describe('the name of a cluster of this datacenter:', () => {
  const local = {
    ...plain,
    datacenter: 'dc1',
    routing_type: 'internal',
    target: 'api.default.dc1',
    full_target: `api.default.dc1.internal.${DOMAIN}`,
  };
  const cases: Record<string, [name: string, found: object]> = {
    'a service': [`api.default.dc1.internal.${DOMAIN}`, local],
    'a hash of its own settings': [
      `f8f8~api.default.dc1.internal.${DOMAIN}`,
      {
        ...local,
        custom_hash: 'f8f8',
        target: 'f8f8~api.default.dc1',
        full_target: `f8f8~api.default.dc1.internal.${DOMAIN}`,
      },
    ],
    'a subset': [
      `v2.api.default.dc1.internal.${DOMAIN}`,
      {
        ...local,
        service_subset: 'v2',
        target: 'v2.api.default.dc1',
        full_target: `v2.api.default.dc1.internal.${DOMAIN}`,
      },
    ],
    'a subset in a partition': [
      `v2.api.default.team.dc1.internal-v1.${DOMAIN}`,
      {
        ...local,
        service_subset: 'v2',
        partition: 'team',
        routing_type: 'internal-v1',
        target: 'v2.api.default.team.dc1',
        full_target: `v2.api.default.team.dc1.internal-v1.${DOMAIN}`,
      },
    ],
    'a service called past its proxy': [`passthrough~api.default.dc1.internal.${DOMAIN}`, local],
  };
  for (const [name, [cluster, found]] of Object.entries(cases)) {
    test(name, () => {
      const stat = `cluster.${cluster}.consul.upstream_cx_total`;
      assert.deepEqual(tagged('consul.destination.', stat), found);
    });
  }

  test('the tags from before 1.9 say the same', () => {
    const stat = `cluster.api.default.dc1.internal.${DOMAIN}.consul.bind_errors`;
    const old = Object.fromEntries(
      Object.entries(tagged('consul.', stat)).filter(([tag]) => !tag.includes('.')),
    );
    assert.deepEqual(old, local);
  });

  test('nothing but the rest of the name is left', () => {
    const stat = `cluster.api.default.dc1.internal.${DOMAIN}.consul.bind_errors`;
    for (const { tag_name: tag, regex } of tags) {
      const removed = regex === undefined ? undefined : new RegExp(regex).exec(stat)?.[1];
      if (removed !== undefined)
        assert.equal(stat.replace(removed, ''), 'cluster.bind_errors', tag);
    }
  });
});

test('the name of a cluster in a peer', () => {
  const stat = `cluster.api.default.east.external.${DOMAIN}.consul.upstream_cx_total`;
  assert.deepEqual(tagged('consul.destination.', stat), {
    ...plain,
    peer: 'east',
    routing_type: 'external',
    target: 'api.default.east',
    full_target: `api.default.east.external.${DOMAIN}`,
  });
});

describe('the name of an upstream:', () => {
  const cases: Record<string, [stat: string, found: object]> = {
    'of this datacenter': [
      'http.upstream.api.default.default.dc1.downstream_rq_xx',
      { service: 'api', namespace: 'default', partition: 'default', datacenter: 'dc1' },
    ],
    'of a peer': [
      'tcp.upstream_peered.api.default.east.downstream_cx_total',
      { service: 'api', namespace: 'default', peer: 'east' },
    ],
  };
  for (const [name, [stat, found]] of Object.entries(cases)) {
    test(name, () => assert.deepEqual(tagged('consul.upstream.', stat), found));
  }
});

test('a name of Envoy’s own is left alone', () => {
  assert.deepEqual(tagged('', 'cluster.local_agent.upstream_cx_total'), {});
  assert.deepEqual(tagged('', 'http.envoy_metrics.downstream_rq_total'), {});
});

test('what a proxy says of itself', () => {
  const own = statsTags(source, ['Team=payments', 'canary', 'local_cluster=other'], true);
  assert.deepEqual(
    own.filter(({ fixed_value: value }) => value !== undefined),
    [
      { tag_name: 'team', fixed_value: 'payments' },
      { tag_name: 'canary', fixed_value: '1' },
      { tag_name: 'local_cluster', fixed_value: 'other' },
      { tag_name: 'consul.source.service', fixed_value: 'web' },
      { tag_name: 'consul.source.namespace', fixed_value: 'default' },
      { tag_name: 'consul.source.partition', fixed_value: 'default' },
      { tag_name: 'consul.source.datacenter', fixed_value: 'dc1' },
    ],
  );
});

test('the tags from before 1.9 can be left out', () => {
  const names = statsTags(source, [], true).map(({ tag_name: tag }) => tag);
  assert.ok(names.includes('consul.destination.service'));
  assert.ok(!names.includes('consul.service'));
});
