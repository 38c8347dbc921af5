// SPDX-License-Identifier: Apache-2.0
import type { CommandGroup, CommandTable, Entry } from './table.ts';
import { usage } from './usage.ts';

/** What `causeway` prints. */
export function topHelp(table: CommandTable): string {
  const entries = [...table.commands, ...table.groups, ...table.elsewhere];
  const top = entries.filter(({ words }) => words.length === 1);
  return `Usage: causeway [--version] [--help] <command> [<args>]\n\nAvailable commands are:\n${listOf(top, 0)}`;
}

/** What `causeway peering` prints. */
export function groupHelp(group: CommandGroup, table: CommandTable): string {
  const depth = group.words.length;
  const below = [...table.commands, ...table.groups].filter(
    ({ words }) => words.length === depth + 1 && group.words.every((word, i) => words[i] === word),
  );
  return `${usage(group.help)}\n\nSubcommands:\n${listOf(below, depth)}`;
}

function listOf(entries: readonly Entry[], depth: number): string {
  const names = entries.map((entry) => entry.words[depth] ?? '');
  const width = Math.max(...names.map((name) => name.length), 0) + 4;
  return entries
    .toSorted((a, b) => ((a.words[depth] ?? '') < (b.words[depth] ?? '') ? -1 : 1))
    .map((entry) => `    ${(entry.words[depth] ?? '').padEnd(width)}${entry.synopsis}\n`)
    .join('');
}
