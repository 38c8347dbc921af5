// SPDX-License-Identifier: Apache-2.0
// A Prometheus to test with: built from its Go module with Consul's discovery and no other, once, and kept under
// .tools. (Distributions leave that discovery out.) Out: its path, or a sentence that says why there is none.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { missing } from './example.ts';

const MODULE = join(import.meta.dirname, 'prometheus');
const PLACE = join(dirname(dirname(import.meta.dirname)), '.tools/prometheus');
const PACKAGE = 'github.com/prometheus/prometheus/cmd/prometheus';

export function findPrometheus(): { readonly path: string } | { readonly why: string } {
  const binary = join(PLACE, 'prometheus');
  if (existsSync(binary)) return { path: binary };
  const noGo = missing('go', 'version');
  if (noGo !== false) return { why: `${noGo} to build Prometheus with` };
  mkdirSync(PLACE, { recursive: true });
  const unfinished = `${binary}-${process.pid}`;
  const args = ['build', '-tags', 'remove_all_sd,enable_consul_sd', '-o', unfinished, PACKAGE];
  execFileSync('go', args, { cwd: MODULE, stdio: 'pipe' });
  renameSync(unfinished, binary);
  return { path: binary };
}
