// SPDX-License-Identifier: Apache-2.0
import { FilterProblem } from '../../filter/expression.ts';
import { parseFilter } from '../../filter/parse.ts';
import { metaProblems, refused, refuseProblems } from '../meta.ts';
import type { ServiceResolver } from './schema.ts';
import { failoverError } from './validate-failover.ts';
import { loadBalancerError } from './validate-load-balancer.ts';
import { redirectError } from './validate-redirect.ts';

const SUBSET = /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/;
const MAX_SUBSET_LENGTH = 63;

export function validateServiceResolver(entry: ServiceResolver): void {
  if (entry.Name === '') throw refused('Name is required');
  refuseProblems(metaProblems(entry));
  const problem =
    subsetsError(entry) ??
    redirectError(entry) ??
    failoverError(entry) ??
    timeoutError(entry) ??
    loadBalancerError(entry.LoadBalancer);
  if (problem !== undefined) throw refused(problem);
}

function subsetsError({ Subsets = {}, DefaultSubset, PrioritizeByLocality }: ServiceResolver) {
  for (const [name, { Filter = '' }] of Object.entries(Subsets)) {
    if (name === '') return 'Subset defined with empty name';
    const problem = subsetNameError(name);
    if (problem !== undefined) return `Subset ${JSON.stringify(name)} is invalid: ${problem}`;
    const filterProblem = Filter === '' ? undefined : filterError(Filter);
    if (filterProblem !== undefined) {
      return `Filter for subset ${JSON.stringify(name)} is not a valid expression: ${filterProblem}`;
    }
  }
  if (DefaultSubset !== undefined && !Object.hasOwn(Subsets, DefaultSubset)) {
    return `DefaultSubset ${JSON.stringify(DefaultSubset)} is not a valid subset`;
  }
  // The blank at the end is Consul's.
  if (PrioritizeByLocality?.Mode !== undefined) {
    return 'Prioritize-by-locality requires Consul Enterprise ';
  }
  return undefined;
}

// Whether there is such a field is not asked: an expression is only read here.
function filterError(text: string): string | undefined {
  try {
    parseFilter(text);
    return undefined;
  } catch (error) {
    if (error instanceof FilterProblem) return error.message;
    throw error;
  }
}

function subsetNameError(name: string): string | undefined {
  if (name.length > MAX_SUBSET_LENGTH) return 'must be non-empty and 63 characters or fewer';
  if (SUBSET.test(name)) return undefined;
  return "must be 63 characters or fewer, begin or end with lower case alphanumeric characters, and contain lower case alphanumeric characters or '-' in between";
}

function timeoutError(entry: ServiceResolver): string | undefined {
  for (const name of ['ConnectTimeout', 'RequestTimeout'] as const) {
    const time = entry[name];
    if (time?.startsWith('-') === true) return `Bad ${name} '${time}', must be >= 0`;
  }
  return undefined;
}
