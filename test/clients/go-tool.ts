// SPDX-License-Identifier: Apache-2.0
// A client written in Go to test with: built from its module, once, and kept under .tools. In: the folder beside this
// file whose go.mod names it. Out: the program's path, or a sentence that says why there is none.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { missing } from './example.ts';

const TOOLS = join(dirname(dirname(import.meta.dirname)), '.tools');

export type GoTool = { readonly path: string } | { readonly why: string };

export function findGoTool(name: string, pkg: string, tags = ''): GoTool {
  const place = join(TOOLS, name);
  const path = join(place, basename(pkg));
  if (existsSync(path)) return { path };
  const noGo = missing('go', 'version');
  if (noGo !== false) return { why: `${noGo} to build ${name} with` };
  mkdirSync(place, { recursive: true });
  const unfinished = `${path}-${process.pid}`;
  const args = ['build', '-tags', tags, '-o', unfinished, pkg];
  execFileSync('go', args, { cwd: join(import.meta.dirname, name), stdio: 'pipe' });
  renameSync(unfinished, path);
  return { path };
}
