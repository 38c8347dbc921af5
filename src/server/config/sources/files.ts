// SPDX-License-Identifier: Apache-2.0
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigError } from '../config-error.ts';

export type ConfigFormat = 'hcl' | 'json';

/** A configuration text and where it comes from. */
export interface SourceText {
  readonly name: string;
  readonly format: ConfigFormat;
  readonly text: string;
}

const MAX_FILE_BYTES = 4 * 1_024 * 1_024;

/**
 * Reads a file, or the files of a directory in the order of their names, not of the directories in it.
 * `format` overrides the extension. Files in a directory that are neither HCL nor JSON are passed over with
 * a note; named by themselves they are an error. Throws ConfigError.
 */
export function readSources(
  path: string,
  format: ConfigFormat | undefined,
): { readonly sources: readonly SourceText[]; readonly notes: readonly string[] } {
  if (!statOf(path).isDirectory()) {
    const of = format ?? formatOf(path);
    if (of === undefined) {
      const needs = 'must be .hcl or .json, or config format must be set';
      throw new ConfigError([`file ${path} has unknown extension; ${needs}`]);
    }
    return { sources: [readSource(path, of)], notes: [] };
  }
  const sources: SourceText[] = [];
  const notes: string[] = [];
  for (const name of namesIn(path)) {
    const file = join(path, name);
    if (statOf(file).isDirectory()) continue;
    const of = format ?? formatOf(file);
    if (of === undefined) {
      const needs = 'extension must be .hcl or .json, or config format must be set';
      notes.push(`skipping file ${file}, ${needs}`);
    } else {
      sources.push(readSource(file, of));
    }
  }
  return { sources, notes };
}

function formatOf(path: string): ConfigFormat | undefined {
  if (path.endsWith('.json')) return 'json';
  return path.endsWith('.hcl') ? 'hcl' : undefined;
}

function statOf(path: string) {
  try {
    return statSync(path);
  } catch (error) {
    throw new ConfigError([`config: Open failed on ${path}. ${reason(error, 'open', path)}`]);
  }
}

function namesIn(path: string): string[] {
  try {
    return readdirSync(path).sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  } catch (error) {
    throw new ConfigError([`config: Readdir failed on ${path}. ${reason(error, 'open', path)}`]);
  }
}

function readSource(path: string, format: ConfigFormat): SourceText {
  const { size } = statOf(path);
  if (size > MAX_FILE_BYTES) {
    const limit = `it has ${size} bytes, more than ${MAX_FILE_BYTES}`;
    throw new ConfigError([`config: failed to read ${path}: ${limit}`]);
  }
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    throw new ConfigError([`config: failed to read ${path}: ${reason(error, 'open', path)}`]);
  }
  try {
    return { name: path, format, text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
  } catch {
    throw new ConfigError([`failed to parse ${path}: illegal UTF-8 encoding`]);
  }
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'no such file or directory',
  EACCES: 'permission denied',
  ENOTDIR: 'not a directory',
  EISDIR: 'is a directory',
  ELOOP: 'too many levels of symbolic links',
};

/** The error of a system call as Go puts it. */
export function reason(error: unknown, call: string, path: string): string {
  const code = (error as NodeJS.ErrnoException).code ?? '';
  return `${call} ${path}: ${REASONS[code] ?? String(error)}`;
}
