// SPDX-License-Identifier: Apache-2.0
import { readFile } from 'node:fs/promises';
import { fileErrorText } from '../client/system-error.ts';
import type { Terminal } from './command.ts';

/** What an argument stands for: `@file` for a file, `-` for the standard input, anything else for itself. */
export async function readData(argument: string, terminal: Terminal): Promise<Buffer> {
  if (argument === '-') return terminal.readInput();
  if (!argument.startsWith('@')) return Buffer.from(argument);
  const path = argument.slice(1);
  try {
    return await readFile(path);
  } catch (error) {
    throw new Error(`Failed to read file: ${fileErrorText(error, path)}`, { cause: error });
  }
}
