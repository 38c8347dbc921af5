// SPDX-License-Identifier: Apache-2.0
import { filtered } from '../../model/filter/filter.ts';
import type { Tenancy } from '../../model/tenancy.ts';
import { serviceNameKey } from '../../state/tables/services.ts';
import { hasNodeMeta, type Selection, selectionKey } from '../catalog/selection.ts';
import { hasTags, tagsKey } from '../catalog/service.ts';
import { withoutZeroPort } from '../catalog/shown-service.ts';
import { nearestFirst } from '../coordinate/near.ts';
import { defineView } from '../engine/view.ts';
import { type Instance, instances } from './instances.ts';

export interface HealthServiceKey {
  readonly tenancy: Tenancy;
  readonly service: string;
  readonly by: 'name' | 'mesh';
  /** Only instances all of whose checks pass. */
  readonly passing: boolean;
  /** In lower case and sorted. */
  readonly tags: readonly string[];
  readonly selection: Selection;
}

/** The instances of a service that fit, as health answers show them: one value for all readers who ask alike. */
export const healthService = defineView<HealthServiceKey, readonly object[]>({
  name: 'health/service',
  key: ({ tenancy, service, by, passing, tags, selection }) => {
    const narrowed = `${selectionKey(selection)}${tagsKey(tags)}${passing ? '+' : ''}`;
    return `${narrowed}${by}/${serviceNameKey(tenancy, service)}`;
  },
  compute: (read, { tenancy, service, by, passing, tags, selection }) => {
    const rows = read
      .view(instances, { tenancy, service, by })
      .filter((instance) => {
        if (passing && !isPassing(instance)) return false;
        return hasTags(instance, tags) && hasNodeMeta(instance.Node.Meta, selection);
      })
      .map(shown);
    const wanted = filtered(rows, selection.filter);
    return nearestFirst(read, selection.near, wanted, ({ Node }) => Node.Node);
  },
});

function isPassing({ Checks }: Instance): boolean {
  return Checks.every((check) => check.Status === 'passing');
}

function shown(instance: Instance): Instance {
  const Service = withoutZeroPort(instance.Service);
  return Service === instance.Service ? instance : { ...instance, Service };
}
