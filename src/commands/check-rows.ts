// SPDX-License-Identifier: Apache-2.0
import { canonicalCheck } from '../model/catalog/canonical.ts';
import type { HealthCheck } from '../model/catalog/check.ts';
import { structurallyEqual } from '../model/equal.ts';
import { Refusal } from '../model/refusal.ts';
import type { Tenancy } from '../model/tenancy.ts';
import { checkKey, checks } from '../state/tables/checks.ts';
import { serviceKey, services } from '../state/tables/services.ts';
import type { Draft } from './draft.ts';
import { endSessionsOfCheck } from './session-rows.ts';

/** Creates or changes a check of a node that exists; one of a service takes the service's name and tags. */
export function placeCheck(
  draft: Draft,
  tenancy: Tenancy,
  node: string,
  wanted: HealthCheck,
): void {
  if (wanted.Node !== '' && wanted.Node.toLowerCase() !== node.toLowerCase()) {
    throw new Refusal('rpc-error', `check node "${wanted.Node}" does not match node "${node}"`);
  }
  if (wanted.CheckID === '') {
    throw new Refusal(
      'rpc-error',
      `failed inserting check on node "${node}": failed health check lookup: index error: object is missing a value for this index`,
    );
  }
  const check = canonicalCheck({ ...wanted, Node: node, ...ownerOf(draft, tenancy, node, wanted) });
  const present = draft.get(checks, checkKey(tenancy, node, check.CheckID));
  if (present !== undefined && structurallyEqual(present.value.check, check)) return;
  draft.put(checks, { tenancy, check });
  if (check.Status === 'critical') endSessionsOfCheck(draft, tenancy, check);
}

type Owner = Pick<HealthCheck, 'ServiceName' | 'ServiceTags'>;

function ownerOf(draft: Draft, tenancy: Tenancy, node: string, check: HealthCheck): Owner {
  if (check.ServiceID === '') {
    return { ServiceName: check.ServiceName, ServiceTags: check.ServiceTags };
  }
  const service = draft.get(services, serviceKey(tenancy, node, check.ServiceID));
  if (service?.value.service.ID !== check.ServiceID) {
    throw new Refusal(
      'rpc-error',
      `Unknown service ID '${check.ServiceID}' for check ID '${check.CheckID}'`,
    );
  }
  const { Service, Tags } = service.value.service;
  return { ServiceName: Service, ServiceTags: Tags ?? [] };
}
