// SPDX-License-Identifier: Apache-2.0
import { readFile } from 'node:fs/promises';
import { parseHcl } from '../../model/hcl/hcl.ts';
import type { Terminal } from '../command.ts';

/** A document from a file or, for '-', from standard input: JSON if it begins as JSON, else HCL. */
export async function readDocument(source: string, terminal: Terminal): Promise<object> {
  const text = source === '-' ? await terminal.readInput() : await readFile(source, 'utf8');
  if (text.trim() === '') throw new Error('Error parsing config data: it is empty');
  try {
    return text.trimStart().startsWith('{') ? (JSON.parse(text) as object) : parseHcl(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`Failed to decode config entry input: ${reason}`, { cause: error });
  }
}

/** A field of a document, in either of the spellings that Consul takes. */
export function fieldOf(document: object, camel: string, snake: string): string {
  const fields = document as Record<string, unknown>;
  const value = fields[camel] ?? fields[snake];
  return typeof value === 'string' ? value : '';
}
