// SPDX-License-Identifier: Apache-2.0
// The command line: finds the command that the words name, reads its flags, runs it. In: arguments and
// a terminal. Out: an exit code. Unknown words list what there is, as Consul's CLI does.
import { Client } from '../client/client.ts';
import { type ClientFlags, type ClientOptions, clientOptions } from '../client/options.ts';
import type { CliCommand, CliRun, Terminal } from './command.ts';
import { whileDoing } from './failure.ts';
import { FlagError, type FlagSet, HelpRequested, parseFlags } from './flags.ts';
import { groupHelp, topHelp } from './help.ts';
import { flagsOf } from './http-flags.ts';
import type { CommandTable } from './table.ts';
import { usage } from './usage.ts';

const UNKNOWN_COMMAND = 127;

/** For commands that ask nobody: they work whatever the environment says about agents. */
const NOBODY: ClientOptions = { address: 'localhost', token: '', tls: { verify: true } };

export async function runCli(
  table: CommandTable,
  argv: readonly string[],
  terminal: Terminal,
): Promise<number> {
  const line = terminal.environment['COMP_LINE'];
  if (line !== undefined) return printCompletions(table, line, terminal);
  if (/^--?autocomplete-(un)?install$/.test(argv[0] ?? '')) {
    return changeCompletion(argv[0] ?? '', terminal);
  }
  const words = argv.slice(0, firstFlag(argv));
  const called = longestMatch(table.commands, words);
  if (called !== undefined) {
    return runCommand(await called.load(), argv.slice(called.words.length), terminal);
  }
  const group = longestMatch(table.groups, words);
  const isVersion = argv.some((word) => /^--?v(ersion)?$/.test(word));
  if (isVersion && words.length === 0) return runCli(table, ['version'], terminal);
  const wantsHelp = argv.some((word) => /^--?h(elp)?$/.test(word));
  const isKnown = words.length === (group?.words.length ?? 0);
  const print = wantsHelp ? terminal.out : terminal.err;
  print(await (group === undefined ? topHelp(table) : groupHelp(group, table)));
  if (wantsHelp && (isKnown || group !== undefined)) return 0;
  return group === undefined ? UNKNOWN_COMMAND : 1;
}

async function runCommand(
  command: CliCommand,
  argv: readonly string[],
  terminal: Terminal,
): Promise<number> {
  const flags = flagsOf(command);
  let client: Client | undefined;
  try {
    const { values, args } = parseFlags(flags, argv);
    if (args.length > 0 && command.takesArguments !== true) {
      throw new Error(`Too many arguments (expected 0, got ${args.length})`);
    }
    client = await whileDoing('Error connecting to Consul agent', async () => {
      const { environment } = terminal;
      const isLocal = command.needsNoServer === true;
      return new Client(isLocal ? NOBODY : clientOptions(values as ClientFlags, environment));
    });
    return await command.run({
      values: values as CliRun<FlagSet>['values'],
      args,
      client,
      terminal,
    });
  } catch (error) {
    if (error instanceof HelpRequested) {
      terminal.out(`${usage(command.help, flags)}\n`);
      return 0;
    }
    terminal.err(`${error instanceof Error ? error.message : String(error)}\n`);
    if (error instanceof FlagError) terminal.err(`\n${usage(command.help, flags)}\n`);
    return command.failureCode ?? 1;
  } finally {
    client?.close();
  }
}

async function printCompletions(
  table: CommandTable,
  line: string,
  terminal: Terminal,
): Promise<number> {
  const { completions } = await import('./completion/complete.ts');
  const point = Number(terminal.environment['COMP_POINT'] ?? line.length);
  const typed = Buffer.from(line).subarray(0, point).toString();
  for (const word of await completions(table, typed)) terminal.out(`${word}\n`);
  return 0;
}

async function changeCompletion(flag: string, terminal: Terminal): Promise<number> {
  const { install, uninstall } = await import('./completion/install.ts');
  const isInstall = flag.endsWith('-install');
  try {
    const files = await (isInstall ? install : uninstall)(terminal.environment);
    const done = isInstall ? 'Completion begins in the next shell' : 'Completion was removed';
    terminal.out(`${done}: ${files.join(', ')}\n`);
    return 0;
  } catch (error) {
    terminal.err(`Error: ${(error as Error).message}\n`);
    return 1;
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
