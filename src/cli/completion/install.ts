// SPDX-License-Identifier: Apache-2.0
// Tells the user's shells to ask this program for completions, and takes that back. In: the program's path. Changed:
// the start files of the shells that the user has, by one line each, or for fish by a file of its own.
import { access, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import type { Environment } from '../../client/environment.ts';

const BASH_FILES = ['.bashrc', '.bash_profile', '.bash_login', '.profile'];
const ZSH_PRELUDE = 'autoload -U +X bashcompinit && bashcompinit';

/** One file of one shell. */
interface Place {
  readonly path: string;
  /** Lines for a start file; the whole of a file that is ours alone. */
  readonly text: string;
  readonly isOurs: boolean;
}

/** The files that were changed. Throws an Error when there is no shell, or a file has it already. */
export async function install(environment: Environment): Promise<readonly string[]> {
  return changeEach(await placesOf(environment), async ({ path, text, isOurs }) => {
    const before = await contentOf(path);
    if (before.includes(lastLine(text))) throw new Error(`already installed in ${path}`);
    if (isOurs) {
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, text);
      return;
    }
    const missing = text.split('\n').filter((line) => line !== '' && !before.includes(line));
    const gap = before === '' || before.endsWith('\n') ? '' : '\n';
    await writeFile(path, `${before}${gap}${missing.join('\n')}\n`);
  });
}

/** The files that were changed. Throws an Error when there is no shell, or a file doesn't have it. */
export async function uninstall(environment: Environment): Promise<readonly string[]> {
  return changeEach(await placesOf(environment), async ({ path, text, isOurs }) => {
    const before = await contentOf(path);
    if (!before.includes(lastLine(text))) throw new Error(`not installed in ${path}`);
    if (isOurs) await rm(path);
    else {
      const kept = before.split('\n').filter((line) => line !== lastLine(text));
      await writeFile(path, kept.join('\n'));
    }
  });
}

async function changeEach(
  places: readonly Place[],
  change: (place: Place) => Promise<void>,
): Promise<readonly string[]> {
  if (places.length === 0) throw new Error('there is no start file of bash, zsh or fish');
  const changed: string[] = [];
  const problems: string[] = [];
  for (const place of places) {
    try {
      await change(place);
      changed.push(place.path);
    } catch (error) {
      problems.push((error as Error).message);
    }
  }
  if (problems.length > 0) throw new Error(problems.join('\n'));
  return changed;
}

async function placesOf(environment: Environment): Promise<readonly Place[]> {
  const home = environment['HOME'] ?? '';
  const config = environment['XDG_CONFIG_HOME'] || join(home, '.config');
  const program = programOf(environment);
  const name = basename(program);
  const asking = (options: string) => `complete -o ${options} -C ${quoted(program)} ${name}`;
  const bash = await firstThere(BASH_FILES.map((file) => join(home, file)));
  const zsh = await firstThere([join(environment['ZDOTDIR'] || home, '.zshrc')]);
  const fish = await firstThere([join(config, 'fish')]);
  return [
    ...(bash === undefined ? [] : [{ path: bash, text: asking('default'), isOurs: false }]),
    ...(zsh === undefined
      ? []
      : [{ path: zsh, text: `${ZSH_PRELUDE}\n${asking('default')}`, isOurs: false }]),
    ...(fish === undefined
      ? []
      : [
          {
            path: join(fish, 'completions', `${name}.fish`),
            text: fishText(program, name),
            isOurs: true,
          },
        ]),
  ];
}

/** The path by which we were called: as `consul` it is `consul` that is completed. */
export function programOf(environment: Environment): string {
  const ours = join(dirname(dirname(dirname(import.meta.dirname))), 'bin', 'causeway');
  return resolve(environment['CAUSEWAY_CALLED_AS'] ?? ours);
}

function fishText(program: string, name: string): string {
  const call = `__complete_${name.replaceAll(/\W/g, '_')}`;
  return `function ${call}
    set -lx COMP_LINE (commandline -cp)
    test -z (commandline -ct)
    and set COMP_LINE "$COMP_LINE "
    ${quoted(program)}
end
complete -c ${name} -a "(${call})"
`;
}

const quoted = (path: string): string =>
  /^[\w./-]+$/.test(path) ? path : `'${path.replaceAll("'", String.raw`'\''`)}'`;

const lastLine = (text: string): string => text.trimEnd().split('\n').at(-1) ?? '';

async function firstThere(paths: readonly string[]): Promise<string | undefined> {
  for (const path of paths) {
    const isThere = await access(path).then(
      () => true,
      () => false,
    );
    if (isThere) return path;
  }
  return undefined;
}

async function contentOf(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
    throw error;
  }
}
