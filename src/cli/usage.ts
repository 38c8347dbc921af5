// SPDX-License-Identifier: Apache-2.0
import { COMMAND_OPTIONS, HTTP_API_OPTIONS } from './flags.ts';
import type { Flag, FlagSet } from './flags.ts';

const MAX_COLUMNS = 72;
const INDENT = 5;

/** A command's help: its text, then its flags by group and name, laid out as Consul's CLI does. */
export function usage(text: string, flags: FlagSet = {}): string {
  const parts = [`${text.trim()}\n`];
  const all = Object.values(flags).sort((a, b) => (a.name < b.name ? -1 : 1));
  const groups = new Set([HTTP_API_OPTIONS, ...all.map((flag) => flag.group)]);
  // The command's own options come last.
  groups.delete(COMMAND_OPTIONS);
  for (const group of [...groups, COMMAND_OPTIONS]) {
    const members = all.filter((flag) => flag.group === group);
    if (members.length > 0) parts.push(`${group}\n`, ...members.map(flagUsage));
  }
  return parts.join('\n').trimEnd();
}

function flagUsage(flag: Flag<unknown>): string {
  const head = flag.isSwitch ? `  -${flag.name}` : `  -${flag.name}=<${flag.example}>`;
  const lines = wrap(flag.usage, MAX_COLUMNS - INDENT);
  return `${head}\n${lines.map((line) => ' '.repeat(INDENT) + line).join('\n')}\n`;
}

/** Breaks a text between words so that no line is longer than `columns`, unless a word is. */
export function wrap(text: string, columns: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/).filter((part) => part !== '')) {
    if (line !== '' && line.length + 1 + word.length > columns) {
      lines.push(line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return line === '' ? lines : [...lines, line];
}
