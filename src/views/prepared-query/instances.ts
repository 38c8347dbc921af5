// SPDX-License-Identifier: Apache-2.0
import type { ServiceQuery } from '../../model/prepared-query/query.ts';
import { localTenancy, peerTenancy } from '../../model/tenancy.ts';
import { withoutZeroPort } from '../catalog/shown-service.ts';
import { defineView } from '../engine/view.ts';
import { candidates } from '../health/candidates.ts';
import type { Instance } from '../health/instances.ts';

/** The parts of a service query that say which instances fit. */
export type QueriedInstances = Pick<
  ServiceQuery,
  | 'Service'
  | 'OnlyPassing'
  | 'IgnoreCheckIDs'
  | 'Tags'
  | 'NodeMeta'
  | 'ServiceMeta'
  | 'Connect'
  | 'Peer'
>;

/** An instance as the answer of a query shows it: what is empty is null, unlike in answers about health. */
export type QueriedInstance = Pick<Instance, 'Node' | 'Service'> & {
  readonly Checks: readonly object[] | null;
};

/** The healthy instances that fit, by node and id. */
export const queriedInstances = defineView<QueriedInstances, readonly QueriedInstance[]>({
  name: 'prepared-query/instances',
  key: ({ Service, OnlyPassing, IgnoreCheckIDs, Tags, NodeMeta, ServiceMeta, Connect, Peer }) => {
    return JSON.stringify([
      Service,
      OnlyPassing,
      IgnoreCheckIDs,
      Tags,
      NodeMeta,
      ServiceMeta,
      Connect,
      Peer,
    ]);
  },
  compute: (read, wanted) => {
    const tenancy = wanted.Peer === '' ? localTenancy : peerTenancy(wanted.Peer.toLowerCase());
    const by = wanted.Connect ? 'mesh' : 'name';
    const tags = tagRules(wanted.Tags ?? []);
    return candidates(read, { tenancy, service: wanted.Service, by })
      .filter((instance) => {
        const { Node, Service } = instance;
        if (!isHealthy(instance, wanted)) return false;
        if (!hasAll(Node.Meta, wanted.NodeMeta) || !hasAll(Service.Meta, wanted.ServiceMeta)) {
          return false;
        }
        return tags(Service.Tags ?? []);
      })
      .map(shown);
  },
});

function isHealthy({ Checks }: Instance, { OnlyPassing, IgnoreCheckIDs }: QueriedInstances) {
  return Checks.every(({ CheckID, Status }) => {
    if (IgnoreCheckIDs?.includes(CheckID)) return true;
    return OnlyPassing ? Status === 'passing' : Status !== 'critical';
  });
}

function hasAll(meta: Instance['Node']['Meta'], wanted: QueriedInstances['NodeMeta']): boolean {
  return Object.entries(wanted ?? {}).every(([key, value]) => {
    return meta !== null && Object.hasOwn(meta, key) && meta[key] === value;
  });
}

function tagRules(rules: readonly string[]): (tags: readonly string[]) => boolean {
  const folded = rules.map((rule) => rule.toLowerCase());
  const banned = folded.filter((rule) => rule.startsWith('!')).map((rule) => rule.slice(1));
  const needed = folded.filter((rule) => !rule.startsWith('!'));
  return (tags) => {
    const present = new Set(tags.map((tag) => tag.toLowerCase()));
    return needed.every((tag) => present.has(tag)) && !banned.some((tag) => present.has(tag));
  };
}

function shown({ Node, Service, Checks }: Instance): QueriedInstance {
  const checks = Checks.map((check) => ({ ...check, ServiceTags: orNull(check.ServiceTags) }));
  const service = { ...withoutZeroPort(Service), Tags: orNull(Service.Tags) };
  return { Node, Service: service, Checks: orNull(checks) };
}

function orNull<T>(list: readonly T[] | null): readonly T[] | null {
  return list !== null && list.length === 0 ? null : list;
}
