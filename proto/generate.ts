// SPDX-License-Identifier: Apache-2.0
// `npm run gen`: src/gen from the sources here, with tools and inputs that all lie in this repository. With `--check`
// nothing is written: the command fails and names the files where src/gen is not what the sources say.
import { execFileSync } from 'node:child_process';
import { globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';

const root = dirname(import.meta.dirname);
const place = join(root, 'src', 'gen');

/** Files by path under src/gen, with their text. */
type Tree = Map<string, string>;

/** Runs buf into a folder of its own, so that src/gen is never seen half written. */
function generate(): Tree {
  const out = mkdtempSync(join(tmpdir(), 'causeway-gen-'));
  try {
    execFileSync(join(root, 'node_modules', '.bin', 'buf'), ['generate', '--output', out], {
      cwd: join(root, 'proto'),
      stdio: 'inherit',
      env: {
        ...process.env,
        PATH: [join(root, 'node_modules', '.bin'), process.env['PATH']].join(delimiter),
        BUF_CACHE_DIR: join(out, '.cache'),
      },
    });
    return read(out);
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
}

function read(folder: string): Tree {
  const paths = globSync('**/*.ts', { cwd: folder }).toSorted();
  return new Map(paths.map((path) => [path, readFileSync(join(folder, path), 'utf8')]));
}

/** Paths that one tree has and the other hasn't, or where the text differs. */
function differences(wanted: Tree, found: Tree): string[] {
  const paths = new Set([...wanted.keys(), ...found.keys()]);
  return [...paths].filter((path) => wanted.get(path) !== found.get(path));
}

const wanted = generate();
const changed = differences(wanted, read(place));
if (process.argv.includes('--check')) {
  for (const path of changed) console.error(`src/gen/${path} is not what proto/ says`);
  if (changed.length > 0) console.error('run `npm run gen` and commit what it writes');
  process.exitCode = changed.length > 0 ? 1 : 0;
} else {
  for (const path of changed) {
    const text = wanted.get(path);
    if (text === undefined) {
      rmSync(join(place, path));
    } else {
      mkdirSync(dirname(join(place, path)), { recursive: true });
      writeFileSync(join(place, path), text);
    }
  }
  console.log(`${wanted.size} files, ${changed.length} changed`);
}
