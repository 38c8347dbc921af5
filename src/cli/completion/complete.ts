// SPDX-License-Identifier: Apache-2.0
// What a shell offers while a line is being typed. In: the commands and the line up to the cursor, as `complete -C`
// hands it over. Out: what the word under the cursor may become; nothing where the shell had better offer files.
import type { Flag, FlagSet } from '../flags.ts';
import { flagsOf } from '../http-flags.ts';
import type { CommandTable } from '../table.ts';

/** Flags that stand in place of a command. */
const TOP_FLAGS = ['-autocomplete-install', '-autocomplete-uninstall', '-help', '-version'];

export async function completions(table: CommandTable, line: string): Promise<readonly string[]> {
  const [, ...words] = line.trimStart().split(/\s+/);
  const typed = words.pop() ?? '';
  const path = pathOf(table, words);
  const rest = words.slice(path.length);
  const flags = await flagsAt(table, path);
  if (flags === undefined) {
    if (rest.length > 0) return [];
    if (typed.startsWith('-')) return path.length === 0 ? startingWith(TOP_FLAGS, typed) : [];
    return startingWith(nextWords(table, path), typed);
  }
  return flagCompletions(Object.values(flags), rest, typed);
}

/** Undefined where the words lead to no command. */
async function flagsAt(table: CommandTable, path: readonly string[]): Promise<FlagSet | undefined> {
  const command = table.commands.find(({ words }) => isSame(words, path));
  if (command !== undefined) return flagsOf(await command.load());
  const elsewhere = table.elsewhere.find(({ words }) => isSame(words, path));
  return elsewhere?.loadFlags?.();
}

/** As many of the words as lead to a command. */
function pathOf(table: CommandTable, words: readonly string[]): readonly string[] {
  const all = [...table.commands, ...table.groups, ...table.elsewhere];
  let depth = 0;
  while (
    depth < words.length &&
    all.some((entry) => isSame(entry.words.slice(0, depth + 1), words.slice(0, depth + 1)))
  ) {
    depth += 1;
  }
  return words.slice(0, depth);
}

function nextWords(table: CommandTable, path: readonly string[]): readonly string[] {
  const all = [...table.commands, ...table.groups, ...table.elsewhere];
  const below = all.filter(
    (entry) => entry.words.length > path.length && isSame(entry.words.slice(0, path.length), path),
  );
  return [...new Set(below.map((entry) => entry.words[path.length] ?? ''))].sort();
}

function flagCompletions(
  flags: readonly Flag<unknown>[],
  before: readonly string[],
  typed: string,
): readonly string[] {
  const named = (word: string) =>
    flags.find(({ name }) => word === `-${name}` || word === `--${name}`);
  const last = before.at(-1);
  const waiting = last === undefined ? undefined : named(last);
  // A shell takes the '=' for the end of a word, and completes what follows it.
  const [head = '', value] = typed.split(/=(.*)/s);
  if (value !== undefined) return startingWith(named(head)?.values ?? [], value);
  if (waiting !== undefined && !waiting.isSwitch) {
    return startingWith(waiting.values ?? [], typed);
  }
  if (!typed.startsWith('-')) return [];
  const dashes = typed.startsWith('--') ? '--' : '-';
  const names = [...flags.map(({ name }) => name), 'help'].sort();
  return startingWith(
    names.map((name) => `${dashes}${name}`),
    typed,
  );
}

const isSame = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((word, i) => word === b[i]);

const startingWith = (words: readonly string[], typed: string): readonly string[] =>
  words.filter((word) => word.startsWith(typed));
