// SPDX-License-Identifier: Apache-2.0
import type { CliCommand } from './command.ts';
import type { FlagSet } from './flags.ts';

/** A line in a list of commands. */
export interface Entry {
  /** The words that call it: ['peering', 'read']. */
  readonly words: readonly string[];
  readonly synopsis: string;
}

/** A command that is loaded when it is called. */
export interface CommandEntry {
  readonly words: readonly string[];
  readonly load: () => Promise<CliCommand>;
}

/** Words that only lead to commands. */
export interface CommandGroup extends Entry {
  readonly help: string;
}

export interface CommandTable {
  readonly commands: readonly CommandEntry[];
  readonly groups: readonly CommandGroup[];
  /** Listed beside the commands, and run by somebody else. */
  readonly elsewhere: readonly Elsewhere[];
}

export interface Elsewhere extends Entry {
  /** For a shell that completes them. */
  readonly loadFlags?: () => Promise<FlagSet>;
}
