// SPDX-License-Identifier: Apache-2.0
import { readFile } from 'node:fs/promises';
import { fileErrorText } from '../../client/system-error.ts';
import { parseHcl } from '../../model/hcl/hcl.ts';
import { jsonSyntaxError } from '../../model/json-syntax.ts';
import type { Terminal } from '../command.ts';

/** The text of a file or, for '-', of standard input. Throws an Error that begins with `failed` and names the file. */
export async function readSource(
  source: string,
  terminal: Terminal,
  failed = 'Failed to read file:',
): Promise<string> {
  if (source === '-') return (await terminal.readInput()).toString();
  try {
    return await readFile(source, 'utf8');
  } catch (error) {
    throw new Error(`${failed} ${fileErrorText(error, source)}`, { cause: error });
  }
}

/** What a text says: JSON if it begins as JSON, else HCL. Throws an Error with the reason. */
export function parseDocument(text: string): object {
  if (!text.trimStart().startsWith('{')) return parseHcl(text);
  const problem = jsonSyntaxError(text);
  if (problem !== undefined) throw new Error(problem);
  return JSON.parse(text) as object;
}
