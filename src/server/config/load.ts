// SPDX-License-Identifier: Apache-2.0
// The agent's configuration: Consul's flags and files with Consul's keys, in Consul's order of precedence.
// In: the parsed flags of `agent`, and the files that they name. Out: one frozen AgentConfig, or a
// ConfigError with everything that is wrong and where. It opens no port, writes nothing, and never shows
// a value that may be a secret.
import { statSync } from 'node:fs';
import { thisMachine } from './addresses/machine.ts';
import type { Machine } from './addresses/machine.ts';
import type { AgentConfig } from './agent-config.ts';
import { buildConfig } from './build.ts';
import { ConfigError } from './config-error.ts';
import { flagSource } from './flags.ts';
import type { AgentFlags } from './flags.ts';
import type { RawConfig } from './keys/keys.ts';
import { readSources, reason } from './sources/files.ts';
import type { ConfigFormat, SourceText } from './sources/files.ts';
import { mergeSources } from './sources/merge.ts';
import { parseSource } from './sources/parse.ts';
import type { Source } from './sources/parse.ts';

/** What -dev sets before anything else does. */
const DEV_DEFAULTS: RawConfig = {
  bind_addr: '127.0.0.1',
  log_level: 'DEBUG',
  server: true,
  ports: { grpc: 8502 },
};

/** Reads and checks everything. Defaults come first, then files in order, then flags, then -hcl. */
export function loadAgentConfig(flags: AgentFlags, machine: Machine = thisMachine): AgentConfig {
  const { values, args } = flags;
  if (args.length > 0) {
    throw new ConfigError([`Unexpected extra arguments: [${args.join(' ')}]`]);
  }
  const format = formatOf(values.configFormat);
  const { texts, notes } = readAll(flags, format);
  const fragments = values.hcl.map((text, index): SourceText => ({
    name: `flags-${index}.hcl`,
    format: 'hcl',
    text,
  }));
  const files = parseAll(texts);
  const sources = [...files, flagSource(flags), ...parseAll(fragments)];
  const devMode = values.dev === true;
  const merged = mergeSources(devMode ? DEV_DEFAULTS : {}, sources);
  const config = buildConfig(merged, { devMode, machine, notes });
  if (config.dataDir !== undefined) checkDataDir(config.dataDir);
  return config;
}

function formatOf(written: string): ConfigFormat | undefined {
  if (written === '') return undefined;
  if (written === 'hcl' || written === 'json') return written;
  throw new ConfigError([`config: -config-format must be either 'hcl' or 'json'`]);
}

/** The files that -config-file and -config-dir name, in the order of the command line; each may name either. */
function readAll(
  { occurrences }: AgentFlags,
  format: ConfigFormat | undefined,
): { texts: SourceText[]; notes: string[] } {
  const texts: SourceText[] = [];
  const notes: string[] = [];
  for (const { key, text: path } of occurrences) {
    if (key !== 'configFile' && key !== 'configDir') continue;
    const read = readSources(path, format);
    texts.push(...read.sources);
    notes.push(...read.notes);
  }
  return { texts, notes };
}

/** Parses all, so that the problems of every file are told at once. */
function parseAll(texts: readonly SourceText[]): Source[] {
  const problems: string[] = [];
  const sources = texts.flatMap((text) => {
    try {
      return [parseSource(text)];
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      problems.push(...error.problems);
      return [];
    }
  });
  if (problems.length > 0) throw new ConfigError(problems);
  return sources;
}

function checkDataDir(dataDir: string): void {
  try {
    if (statSync(dataDir).isDirectory()) return;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    const why = reason(error, 'stat', dataDir);
    throw new ConfigError([`Error getting info on data_dir: ${why}`]);
  }
  throw new ConfigError([`data_dir ${JSON.stringify(dataDir)} is not a directory`]);
}
