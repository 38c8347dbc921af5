// SPDX-License-Identifier: Apache-2.0
import { Refusal } from '../../refusal.ts';
import { providersOf } from '../jwt-requirement.ts';
import type { ServiceIntentions } from '../service-intentions/schema.ts';

/** Refuses to have a provider go whose tokens an intention asks for. */
export function refuseReferenced(provider: string, intentions: readonly ServiceIntentions[]): void {
  const found = intentions.find(({ JWT, Sources }) => {
    const permissions = Sources.flatMap(({ Permissions }) => Permissions ?? []);
    const requirements = [JWT, ...permissions.map((permission) => permission.JWT)];
    return requirements.some((one) => providersOf(one).includes(provider));
  });
  if (found === undefined) return;
  throw new Refusal(
    'rpc-error',
    `cannot delete jwt provider config entry referenced by an intention. Provider name: ${provider}, intention name: ${found.Name}`,
  );
}
