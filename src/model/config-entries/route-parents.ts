// SPDX-License-Identifier: Apache-2.0
import type { ResourceReference } from './resource-reference.ts';

/** What is wrong with what a route wants to be bound to. */
export function parentsError(parents: readonly ResourceReference[]): string | undefined {
  const seen = new Set<string>();
  for (const { Kind, Name, SectionName } of parents) {
    if (Kind !== 'api-gateway') {
      return `unsupported parent kind: ${JSON.stringify(Kind)}, must be 'api-gateway'`;
    }
    const id = JSON.stringify([Name, SectionName]);
    if (seen.has(id)) return 'route parents must be unique';
    seen.add(id);
  }
  return undefined;
}
