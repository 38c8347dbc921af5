// SPDX-License-Identifier: Apache-2.0
import { refuseProblems } from '../meta.ts';
import { unknownProviders } from '../jwt-requirement.ts';
import type { FindEntry } from '../kind.ts';
import type { ApiGateway } from './schema.ts';

export function checkApiGatewayReferences(entry: ApiGateway, find: FindEntry): void {
  const policies = (entry.Listeners ?? []).flatMap(({ Override, Default }) => [Override, Default]);
  const requirements = policies.map((policy) => policy?.JWT);
  const isKnown = (name: string) => find('jwt-provider', name) !== undefined;
  refuseProblems(unknownProviders(requirements, isKnown));
}
