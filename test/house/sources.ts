// SPDX-License-Identifier: Apache-2.0
// The repository's own files, as the house tests look at them.
import { globSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';

const root = dirname(dirname(import.meta.dirname));

/** One file: its path from the root, with forward slashes, and its text. */
export interface Source {
  path: string;
  text: string;
}

/** One import or re-export in a file. */
export interface Import {
  /** A path from the root for one of ours, else the package or module name as written. */
  target: string;
  isOurs: boolean;
  /** Erased when it runs. */
  isTypeOnly: boolean;
  /** Loaded when the code gets there. */
  isDynamic: boolean;
}

const NOT_OURS = ['node_modules/**', '.tools/**', '.git/**', 'src/gen/**'];

/** Files that match, without what is installed or generated. */
export function sources(...globs: string[]): Source[] {
  return globSync(globs, { cwd: root, exclude: NOT_OURS })
    .toSorted()
    .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }));
}

/** Code that is written by hand. */
export function code(): Source[] {
  return sources('{src,test,setup,proto,demo,bench}/**/*.{ts,mjs}');
}

export function isTest({ path }: Source): boolean {
  return path.endsWith('.test.ts');
}

/** Imports of a file, dynamic ones too; those whose name is computed are not seen. */
export function importsOf({ path, text }: Source): Import[] {
  const found: Import[] = [];
  const pattern =
    /^(?:import|export)\s(?:(type)\s)?[^;'"]*?from\s*'([^']+)'|^import\s*'([^']+)'|\bimport\(\s*'([^']+)'/gm;
  for (const [, type, from, bare, dynamic] of text.matchAll(pattern)) {
    const name = from ?? bare ?? dynamic ?? '';
    const isOurs = name.startsWith('.');
    const target = isOurs ? normalize(join(dirname(path), name)) : name;
    found.push({
      target,
      isOurs,
      isTypeOnly: type !== undefined,
      isDynamic: dynamic !== undefined,
    });
  }
  return found;
}

/** The text without comments and the insides of plain strings, for looking at what the code does. */
export function codeOf(text: string): string {
  const pattern = /\/\*[\s\S]*?\*\/|\/\/.*|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"/g;
  return text.replaceAll(pattern, (match) => (match.startsWith('/') ? '' : "''"));
}
