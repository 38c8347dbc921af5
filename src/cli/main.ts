// SPDX-License-Identifier: Apache-2.0
// The command line: finds the command that the words name, reads its flags, runs it. In: arguments and
// a terminal. Out: an exit code. Unknown words list what there is, as Consul's CLI does.
import { clientOptions } from '../client/address.ts';
import { Client } from '../client/client.ts';
import type { CliCommand, Terminal } from './command.ts';
import { FlagError, type FlagSet, HelpRequested, parseFlags } from './flags.ts';
import { httpFlags } from './http-flags.ts';
import { usage } from './usage.ts';

export interface CommandGroup {
  readonly words: readonly string[];
  readonly synopsis: string;
  readonly help: string;
}

export interface CommandTable {
  readonly commands: readonly CliCommand[];
  readonly groups: readonly CommandGroup[];
}

const UNKNOWN_COMMAND = 127;

export async function runCli(
  table: CommandTable,
  argv: readonly string[],
  terminal: Terminal,
): Promise<number> {
  const words = argv.slice(0, firstFlag(argv));
  const command = longestMatch(table.commands, words);
  if (command !== undefined) {
    return runCommand(command, argv.slice(command.words.length), terminal);
  }
  const group = longestMatch(table.groups, words);
  const wantsHelp = argv.some((word) => word === '-h' || word === '-help' || word === '--help');
  if (group !== undefined) {
    const isKnown = words.length === group.words.length;
    (wantsHelp ? terminal.out : terminal.err)(groupHelp(group, table));
    return wantsHelp && isKnown ? 0 : 1;
  }
  (wantsHelp ? terminal.out : terminal.err)(topHelp(table));
  return wantsHelp && words.length === 0 ? 0 : UNKNOWN_COMMAND;
}

async function runCommand(
  command: CliCommand,
  argv: readonly string[],
  terminal: Terminal,
): Promise<number> {
  const flags: FlagSet = command.needsNoServer ? command.flags : { ...httpFlags, ...command.flags };
  let client: Client | undefined;
  try {
    const { values, args } = parseFlags(flags, argv);
    client = new Client(clientOptions(values, terminal.environment));
    return await command.run({ values, args, client, terminal });
  } catch (error) {
    if (error instanceof HelpRequested) {
      terminal.out(`${usage(command.help, flags)}\n`);
      return 0;
    }
    const message = error instanceof Error ? error.message : String(error);
    terminal.err(`${message}\n`);
    if (error instanceof FlagError) terminal.err(`\n${usage(command.help, flags)}\n`);
    return 1;
  } finally {
    client?.close();
  }
}

function firstFlag(argv: readonly string[]): number {
  const at = argv.findIndex((word) => word.startsWith('-'));
  return at < 0 ? argv.length : at;
}

function longestMatch<C extends { readonly words: readonly string[] }>(
  candidates: readonly C[],
  words: readonly string[],
): C | undefined {
  return candidates
    .filter((candidate) => candidate.words.every((word, i) => word === words[i]))
    .sort((a, b) => b.words.length - a.words.length)[0];
}

function groupHelp(group: CommandGroup, table: CommandTable): string {
  const depth = group.words.length;
  const below = [...table.commands, ...table.groups].filter(
    ({ words }) => words.length === depth + 1 && group.words.every((word, i) => words[i] === word),
  );
  return `${usage(group.help)}\n\nSubcommands:\n${listOf(below, depth)}`;
}

function topHelp(table: CommandTable): string {
  const top = [...table.commands, ...table.groups].filter(({ words }) => words.length === 1);
  return `Usage: causeway [--version] [--help] <command> [<args>]\n\nAvailable commands are:\n${listOf(top, 0)}`;
}

function listOf(
  entries: readonly { readonly words: readonly string[]; readonly synopsis: string }[],
  depth: number,
): string {
  const names = entries.map((entry) => entry.words[depth] ?? '');
  const width = Math.max(...names.map((name) => name.length), 0) + 4;
  return entries
    .toSorted((a, b) => ((a.words[depth] ?? '') < (b.words[depth] ?? '') ? -1 : 1))
    .map((entry) => `    ${(entry.words[depth] ?? '').padEnd(width)}${entry.synopsis}\n`)
    .join('');
}
