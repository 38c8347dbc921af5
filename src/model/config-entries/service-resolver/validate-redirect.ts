// SPDX-License-Identifier: Apache-2.0
import type { Redirect, ServiceResolver } from './schema.ts';

const ENTERPRISE = ['Partition', 'Namespace', 'SamenessGroup'] as const;

/** What is wrong with where a resolver redirects to. */
export function redirectError({
  Name,
  Redirect: redirect,
  Failover = {},
  Subsets = {},
}: ServiceResolver): string | undefined {
  if (redirect === undefined) return undefined;
  const enterprise = ENTERPRISE.find((field) => redirect[field] !== undefined);
  if (enterprise !== undefined) return `Redirect: Setting ${enterprise} requires Consul Enterprise`;
  if (Object.keys(Failover).length > 0) return 'Redirect and Failover cannot both be set';
  if (Object.keys(redirect).length === 0) return 'Redirect is empty';
  const { Service, ServiceSubset, Datacenter, Peer } = redirect;
  if (Peer !== undefined && ServiceSubset !== undefined) return exclusive('Peer', 'ServiceSubset');
  if (Peer !== undefined && Datacenter !== undefined) return exclusive('Peer', 'Datacenter');
  if (Service === undefined) {
    const alone = (['ServiceSubset', 'Peer'] as const).find((field) => redirect[field]);
    return alone && `Redirect.${alone} defined without Redirect.Service`;
  }
  if (ServiceSubset === undefined || Service !== Name) return undefined;
  if (Object.hasOwn(Subsets, ServiceSubset)) return undefined;
  const [subset, name] = [JSON.stringify(ServiceSubset), JSON.stringify(Name)];
  return `Redirect.ServiceSubset ${subset} is not a valid subset of ${name}`;
}

function exclusive(field: keyof Redirect, other: keyof Redirect): string {
  return `Redirect.${field} cannot be set with Redirect.${other}`;
}
