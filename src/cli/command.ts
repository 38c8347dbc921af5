// SPDX-License-Identifier: Apache-2.0
// What a CLI command is: one file, its words, its help, its flags and what it does. commands.ts is the
// visible list; main.ts finds the command and prints help and errors.
import type { Client } from '../client/client.ts';
import type { Environment } from '../client/environment.ts';
import type { FlagSet, FlagValues } from './flags.ts';
import type { httpFlags } from './http-flags.ts';

/** The outside of a command, so that a test can hold it. */
export interface Terminal {
  readonly out: (text: string | Uint8Array) => void;
  readonly err: (text: string) => void;
  readonly environment: Environment;
  /** The whole of standard input, for `-` in place of a file. */
  readonly readInput: () => Promise<Buffer>;
  /** Calls back at each Ctrl-C or SIGTERM, which end the program by themselves only while nobody listens. */
  readonly onInterrupt: (listener: (signal: NodeJS.Signals) => void) => () => void;
}

export interface CliRun<S extends FlagSet> {
  readonly values: FlagValues<S> & FlagValues<typeof httpFlags>;
  readonly args: readonly string[];
  readonly client: Client;
  readonly terminal: Terminal;
}

export interface CliCommand<S extends FlagSet = FlagSet> {
  /** The words that call it: ['peering', 'read']. */
  readonly words: readonly string[];
  /** One line for the list of commands. */
  readonly synopsis: string;
  /** Usage line, explanation, examples. */
  readonly help: string;
  /** Its own flags; those of the HTTP client are added unless it has no use for them. */
  readonly flags: S;
  /** It reads words after its flags; without this they are refused, since they would do nothing. */
  readonly takesArguments?: true;
  readonly needsNoServer?: true;
  /** The exit code of what goes wrong, where 1 is an answer. */
  readonly failureCode?: number;
  /** Resolves with the exit code; what it throws is printed and exits 1, or failureCode. */
  readonly run: (run: CliRun<S>) => Promise<number>;
}

export function defineCliCommand<S extends FlagSet>(command: CliCommand<S>): CliCommand {
  return command as unknown as CliCommand;
}
