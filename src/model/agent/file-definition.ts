// SPDX-License-Identifier: Apache-2.0
// Definitions in files, which leave to the reader what a body over HTTP has to say.
import type { CheckDefinition, CheckType } from './check-type.ts';
import type { ServiceDefinition } from './service-definition.ts';

/** In files, unlike over HTTP, a weight that is left out is 1. */
export function completeService(definition: ServiceDefinition): ServiceDefinition {
  const { Weights, Check, Checks } = definition;
  return {
    ...definition,
    ...(Weights === undefined ? {} : { Weights: { Passing: 1, Warning: 1, ...Weights } }),
    ...(Check === undefined ? {} : { Check: completeCheck(Check) }),
    ...(Checks === undefined ? {} : { Checks: Checks.map(completeCheck) }),
  };
}

/** In files, failures make a check warn as soon as they make it critical, unless something else is said. */
export function completeCheck<C extends CheckType | CheckDefinition>(check: C): C {
  const { FailuresBeforeWarning, FailuresBeforeCritical } = check;
  if (FailuresBeforeWarning !== undefined || FailuresBeforeCritical === undefined) return check;
  return { ...check, FailuresBeforeWarning: FailuresBeforeCritical };
}
