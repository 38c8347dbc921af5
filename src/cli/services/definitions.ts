// SPDX-License-Identifier: Apache-2.0
import type { Terminal } from '../command.ts';
import { readDocument } from '../config/source.ts';

/** Service definitions of a file, in the forms that Consul's agent takes: `service`, `services`, or both. */
export async function definitionsOf(
  source: string,
  terminal: Terminal,
): Promise<readonly object[]> {
  const document = (await readDocument(source, terminal)) as Record<string, unknown>;
  const found = [document['service'], document['services']].flat();
  const definitions = found.filter(
    (part): part is object => typeof part === 'object' && part !== null,
  );
  if (definitions.length === 0) throw new Error(`${source} defines no service`);
  return definitions;
}

/** The id of a definition: its own, else its name. */
export function idOf(definition: object): string {
  const { id, ID, name, Name } = definition as Record<string, string | undefined>;
  return id ?? ID ?? name ?? Name ?? '';
}
