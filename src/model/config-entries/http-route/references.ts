// SPDX-License-Identifier: Apache-2.0
import { unknownProviders } from '../jwt-requirement.ts';
import type { FindEntry } from '../kind.ts';
import { refuseProblems } from '../meta.ts';
import type { HttpRoute } from './schema.ts';

export function checkHttpRouteReferences(entry: HttpRoute, find: FindEntry): void {
  const filters = (entry.Rules ?? []).map(({ Filters }) => Filters);
  const requirements = filters.map(({ JWT }) => JWT ?? undefined);
  const isKnown = (name: string) => find('jwt-provider', name) !== undefined;
  refuseProblems(unknownProviders(requirements, isKnown));
}
