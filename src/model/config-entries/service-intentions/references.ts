// SPDX-License-Identifier: Apache-2.0
import { unknownProviders } from '../jwt-requirement.ts';
import type { FindEntry } from '../kind.ts';
import { refuseProblems } from '../meta.ts';
import type { ServiceIntentions } from './schema.ts';

export function checkServiceIntentionsReferences(entry: ServiceIntentions, find: FindEntry): void {
  const permissions = entry.Sources.flatMap(({ Permissions = [] }) => Permissions);
  const requirements = [entry.JWT, ...permissions.map(({ JWT }) => JWT)];
  const isKnown = (name: string) => find('jwt-provider', name) !== undefined;
  refuseProblems(unknownProviders(requirements, isKnown));
}
