// SPDX-License-Identifier: Apache-2.0
// `causeway validate`: configuration files in, what an agent would say of them out. Nothing is started or written.
import { boolFlag, stringFlag } from '../cli/flag-kinds.ts';
import { FlagError, HelpRequested, parseFlags } from '../cli/flags.ts';
import { usage } from '../cli/usage.ts';
import { agentFlags } from './config/flags.ts';
import { loadAgentConfig } from './config/load.ts';

export const VALIDATE_HELP = `
Usage: causeway validate [options] FILE_OR_DIRECTORY...

  Reads configuration files as an agent would and says what is wrong with
  them, all at once, or what will have no effect. They have to be all the
  files of an agent: a part of them may lack what another part has. Exits
  with 0 when an agent could start with them.

    $ causeway validate /etc/causeway
`;

export const validateFlags = {
  configFormat: stringFlag(
    'config-format',
    "Files are in this format, whatever their extension: 'hcl' or 'json'.",
    { initial: '', values: ['hcl', 'json'] },
  ),
  quiet: boolFlag('quiet', 'Say nothing when all is well.', { initial: false }),
};

/** Where the result is printed. */
export interface Output {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
}

/** The exit code. */
export function runValidate(argv: readonly string[], { out, err }: Output): number {
  try {
    const { values, args } = parseFlags(validateFlags, argv);
    if (args.length === 0) throw new Error('Must specify at least one config file or directory');
    const { configFormat: format, quiet } = values;
    if (format !== '' && format !== 'hcl' && format !== 'json') {
      throw new Error("-config-format must be either 'hcl' or 'json'");
    }
    for (const note of notesOf(args, format)) if (!quiet) err(`${note}\n`);
    if (!quiet) out('Configuration is valid!\n');
    return 0;
  } catch (error) {
    const help = usage(VALIDATE_HELP, validateFlags);
    if (error instanceof HelpRequested) {
      out(`${help}\n`);
      return 0;
    }
    err(`${error instanceof Error ? error.message : String(error)}\n`);
    if (error instanceof FlagError) err(`\n${help}\n`);
    return 1;
  }
}

function notesOf(paths: readonly string[], format: string): readonly string[] {
  const words = [`-config-format=${format}`, ...paths.map((path) => `-config-file=${path}`)];
  try {
    return loadAgentConfig(parseFlags(agentFlags, words)).notes;
  } catch (error) {
    throw new Error(`Config validation failed: ${(error as Error).message}`, { cause: error });
  }
}
