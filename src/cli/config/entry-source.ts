// SPDX-License-Identifier: Apache-2.0
import type { Terminal } from '../command.ts';
import { whileDoing } from '../failure.ts';
import { withApiKeys } from './file-keys.ts';
import { parseDocument, readSource } from './source.ts';

/** A config entry as somebody wrote it. What it may hold is the server's to say: it may know more kinds. */
export interface WrittenEntry {
  readonly kind: string;
  readonly name: string;
  readonly document: object;
}

/** Reads an entry from a file or, for '-', from standard input. */
export async function readEntry(source: string, terminal: Terminal): Promise<WrittenEntry> {
  const text = await whileDoing('Failed to load data', readSource(source, terminal));
  return whileDoing('Failed to decode config entry input', async () => {
    const document = parseDocument(text);
    const { Kind, kind = Kind, Name, name = Name } = document as Record<string, unknown>;
    if (kind === undefined) {
      throw new Error('Payload does not contain a kind/Kind key at the top level');
    }
    if (typeof kind !== 'string') throw new Error('Kind value in payload is not a string');
    return { kind, name: nameOf(kind, name), document: withApiKeys(kind, document) };
  });
}

/** There is one mesh entry, which has no name. */
function nameOf(kind: string, name: unknown): string {
  if (kind === 'mesh') return kind;
  return typeof name === 'string' ? name : '';
}

export const entryPath = (kind: string, name: string): string =>
  `/v1/config/${encodeURIComponent(kind)}/${encodeURIComponent(name)}`;

/** The value of a flag that must be given, in the words of `config`. */
export function parameter(flag: string, value: string): string {
  if (value === '') throw new Error(`Must specify the -${flag} parameter`);
  return value;
}
