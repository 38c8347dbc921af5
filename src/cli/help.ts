// SPDX-License-Identifier: Apache-2.0
import type { CommandEntry, CommandGroup, CommandTable, Entry } from './table.ts';
import { usage } from './usage.ts';

/** What `causeway` prints. */
export async function topHelp(table: CommandTable): Promise<string> {
  const isTop = ({ words }: { readonly words: readonly string[] }) => words.length === 1;
  const commands = await loaded(table.commands.filter(isTop));
  const top = [...commands, ...table.groups.filter(isTop), ...table.elsewhere];
  return `Usage: causeway [--version] [--help] <command> [<args>]\n\nAvailable commands are:\n${listOf(top, 0)}`;
}

/** What `causeway peering` prints. */
export async function groupHelp(group: CommandGroup, table: CommandTable): Promise<string> {
  const depth = group.words.length;
  const isBelow = ({ words }: { readonly words: readonly string[] }) =>
    words.length === depth + 1 && group.words.every((word, i) => words[i] === word);
  const commands = await loaded(table.commands.filter(isBelow));
  const below = [...commands, ...table.groups.filter(isBelow)];
  return `${usage(group.help)}\n\nSubcommands:\n${listOf(below, depth)}`;
}

const loaded = (entries: readonly CommandEntry[]): Promise<readonly Entry[]> =>
  Promise.all(entries.map(({ load }) => load()));

function listOf(entries: readonly Entry[], depth: number): string {
  const names = entries.map((entry) => entry.words[depth] ?? '');
  const width = Math.max(...names.map((name) => name.length), 0) + 4;
  return entries
    .toSorted((a, b) => ((a.words[depth] ?? '') < (b.words[depth] ?? '') ? -1 : 1))
    .map((entry) => `    ${(entry.words[depth] ?? '').padEnd(width)}${entry.synopsis}\n`)
    .join('');
}
