// SPDX-License-Identifier: Apache-2.0
import type { Failover, FailoverTarget, ServiceResolver } from './schema.ts';

type IsKnown = (subset: string) => boolean;

/** What is wrong with where calls go when a resolver finds nobody. */
export function failoverError({
  Name,
  Failover: failovers = {},
  Subsets = {},
}: ServiceResolver): string | undefined {
  const isKnown = (name: string) => Object.hasOwn(Subsets, name);
  for (const [subset, failover] of Object.entries(failovers)) {
    const where = `Bad Failover[${JSON.stringify(subset)}]`;
    const problem =
      enterpriseError(failover) ??
      (subset === '*' || isKnown(subset) ? undefined : ': not a valid subset subset') ??
      emptyError(failover) ??
      subsetError(failover, Name, isKnown) ??
      exclusiveError(failover) ??
      targetsError(failover, Name, isKnown);
    if (problem !== undefined) return where + problem;
  }
  return undefined;
}

function enterpriseError({ Namespace, SamenessGroup }: Failover): string | undefined {
  if (Namespace !== undefined) return ': Setting Namespace requires Consul Enterprise';
  return SamenessGroup && ': Setting SamenessGroup requires Consul Enterprise';
}

function emptyError(failover: Failover): string | undefined {
  const { Service, ServiceSubset, Policy } = failover;
  const { Datacenters = [], Targets = [] } = failover;
  const hasTarget = Service !== undefined || ServiceSubset !== undefined;
  if (!hasTarget && Datacenters.length + Targets.length === 0) {
    return ': one of Service, ServiceSubset, Namespace, Targets, SamenessGroup, or Datacenters is required';
  }
  return Policy?.Mode && ': Setting failover policies requires Consul Enterprise';
}

function subsetError(failover: Failover, own: string, isKnown: IsKnown): string | undefined {
  const { Service, ServiceSubset } = failover;
  if (!isUnknownOwn(failover, own, isKnown)) return undefined;
  const [subset, name] = [JSON.stringify(ServiceSubset), JSON.stringify(Service ?? '')];
  return `: ServiceSubset ${subset} is not a valid subset of ${name}`;
}

function exclusiveError({ Service, ServiceSubset, Datacenters, Targets = [] }: Failover) {
  if (Targets.length === 0) return undefined;
  if (Datacenters !== undefined) return ': Targets cannot be set with Datacenters';
  if (ServiceSubset !== undefined) return ': Targets cannot be set with ServiceSubset';
  return Service && ': Targets cannot be set with Service';
}

function targetsError(
  { Targets = [], Datacenters = [] }: Failover,
  own: string,
  isKnown: IsKnown,
): string | undefined {
  for (const [i, target] of Targets.entries()) {
    const problem = targetError(target, own, isKnown);
    if (problem !== undefined) return `.Targets[${i}]: ${problem}`;
  }
  return Datacenters.includes('') ? '.Datacenters: found empty datacenter' : undefined;
}

function targetError(target: FailoverTarget, own: string, isKnown: IsKnown): string | undefined {
  const { ServiceSubset, Namespace, Partition, Datacenter, Peer } = target;
  if (Partition !== undefined) return 'Setting Partition requires Consul Enterprise';
  if (Namespace !== undefined) return 'Setting Namespace requires Consul Enterprise';
  if (Peer !== undefined) {
    if (ServiceSubset !== undefined) return 'Peer cannot be set with ServiceSubset';
    if (Datacenter !== undefined) return 'Peer cannot be set with Datacenter';
  }
  if (!isUnknownOwn(target, own, isKnown)) return undefined;
  const [subset, name] = [JSON.stringify(ServiceSubset), JSON.stringify(own)];
  return `ServiceSubset ${subset} is not a valid subset of ${name}`;
}

/** Whether it names a subset of the resolver's own service that the resolver does not have. */
function isUnknownOwn(
  { Service, ServiceSubset }: Pick<FailoverTarget, 'Service' | 'ServiceSubset'>,
  own: string,
  isKnown: IsKnown,
): boolean {
  const isOwn = Service === undefined || Service === own;
  return isOwn && ServiceSubset !== undefined && !isKnown(ServiceSubset);
}
