// SPDX-License-Identifier: Apache-2.0
import { filtered } from '../../model/filter/filter.ts';
import { serviceNameKey } from '../../state/tables/services.ts';
import { EVERYTHING, hasNodeMeta, type Selection, selectionKey } from '../catalog/selection.ts';
import { hasTags, tagsKey } from '../catalog/service.ts';
import { withDefaultPort, withoutZeroPort } from '../catalog/shown-service.ts';
import { nearestFirst } from '../coordinate/near.ts';
import { defineView, type ViewRead } from '../engine/view.ts';
import { withCentral } from '../config/central.ts';
import { candidates, type CandidatesKey } from './candidates.ts';
import type { Instance } from './instances.ts';

export interface HealthServiceKey extends CandidatesKey {
  /** Only instances all of whose checks pass. */
  readonly passing: boolean;
  /** In lower case and sorted. */
  readonly tags: readonly string[];
  readonly selection: Selection;
  /** With what config entries say about proxies and gateways. */
  readonly isMerged: boolean;
}

/** The instances of a service that fit, as health answers show them: one value for all readers who ask alike. */
export const healthService = defineView<HealthServiceKey, readonly object[]>({
  name: 'health/service',
  key: ({ tenancy, service, by, passing, tags, selection, isMerged }) => {
    const flags = `${passing ? '+' : ''}${isMerged ? '*' : ''}`;
    const narrowed = `${selectionKey(selection)}${tagsKey(tags)}${flags}`;
    return `${narrowed}${by}/${serviceNameKey(tenancy, service)}`;
  },
  isRare: ({ selection }) => selection !== EVERYTHING,
  compute: (read, key) => {
    const { passing, tags, selection, isMerged } = key;
    const rows = candidates(read, key)
      .filter((instance) => {
        if (passing && !isPassing(instance)) return false;
        return hasTags(instance, tags) && hasNodeMeta(instance.Node.Meta, selection);
      })
      .map((instance) => (isMerged ? merged(read, instance) : instance));
    // Filters see a port of 0 where there are several, as in Consul.
    const wanted = filtered(rows, selection.filter).map(shown);
    return nearestFirst(read, selection.near, wanted, ({ Node }) => Node.Node);
  },
});

function isPassing({ Checks }: Instance): boolean {
  return Checks.every((check) => check.Status === 'passing');
}

function merged(read: ViewRead, instance: Instance): Instance {
  if (instance.Service.PeerName !== '') return instance;
  return { ...instance, Service: withCentral(read, instance.Service) };
}

function shown(instance: Instance): Instance {
  const Service = withoutZeroPort(withDefaultPort(instance.Service));
  return Service === instance.Service ? instance : { ...instance, Service };
}
