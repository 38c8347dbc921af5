// SPDX-License-Identifier: Apache-2.0
// What a token must be and say for a call to be let in.
import { compact } from '../shape/compact.ts';
import { list, object, string, type ValueOf } from '../shape/shape.ts';

export const jwtRequirementShape = object('IntentionJWTRequirement', {
  Providers: list(
    object('IntentionJWTProvider', {
      Name: string,
      VerifyClaims: list(
        object('IntentionJWTClaimVerification', { Path: list(string), Value: string }),
      ),
    }),
  ),
});

/** What gateways and routes of Consul's community edition ask of tokens: nothing, and nothing can be said there. */
export const noJwtRequirementShape = object('JWTFilter', {});

export type JwtRequirement = ValueOf<typeof jwtRequirementShape>;

export const jwtRequirement = (written: JwtRequirement): JwtRequirement =>
  compact(jwtRequirementShape, written);

/** The providers that a requirement names. */
export const providersOf = (requirement: JwtRequirement | undefined): readonly string[] =>
  requirement?.Providers?.map(({ Name = '' }) => Name) ?? [];

/** The problems of a requirement that names no provider. */
export const namelessProviders = (requirement: JwtRequirement | undefined): readonly string[] =>
  providersOf(requirement).flatMap((name) => (name === '' ? [NAMELESS] : []));

const NAMELESS = 'JWT provider name is required';

/** The problems of requirements that name no provider, or one that isn't there. */
export function unknownProviders(
  requirements: readonly (JwtRequirement | undefined)[],
  isKnown: (provider: string) => boolean,
): readonly string[] {
  return requirements
    .flatMap((one) => providersOf(one))
    .filter((name) => !isKnown(name))
    .map((name) =>
      name === '' ? NAMELESS : `Referenced JWT Provider does not exist. Provider Name: ${name}`,
    );
}
