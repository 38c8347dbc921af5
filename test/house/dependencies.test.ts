// SPDX-License-Identifier: Apache-2.0
// Dependencies are few, each has its reason written down, and each is exactly the one that was tried.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { code, importsOf, isTest, sources } from './sources.ts';

interface Manifest {
  dependencies: Record<string, string>;
  optionalDependencies: Record<string, string>;
  devDependencies: Record<string, string>;
}

interface Lock {
  packages: Record<string, { resolved?: string; integrity?: string }>;
}

function textOf(path: string): string {
  const [file] = sources(path);
  assert.ok(file, `${path} is missing`);
  return file.text;
}

const manifest = JSON.parse(textOf('package.json')) as Manifest;
const atRunTime = { ...manifest.dependencies, ...manifest.optionalDependencies };
const all = { ...atRunTime, ...manifest.devDependencies };

/** `@grpc/grpc-js` of `@grpc/grpc-js/build/x.js`. */
function packageOf(name: string): string {
  return name
    .split('/')
    .slice(0, name.startsWith('@') ? 2 : 1)
    .join('/');
}

describe('dependencies', () => {
  test('each has its version and reason in docs/reference/dependencies.md, and nothing else has', () => {
    const rows = textOf('docs/reference/dependencies.md').matchAll(
      /^\| `([^`]+)` \| ([^|]+) \| (.+) \|$/gm,
    );
    const documented: Record<string, string> = {};
    for (const [, name = '', version = '', reason = ''] of rows) {
      documented[name] = version.trim();
      assert.ok(reason.trim().length > 20, `${name} says why`);
    }
    assert.deepEqual(documented, all);
  });

  test('each is pinned to one version', () => {
    const loose = Object.entries(all).filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version));
    assert.deepEqual(loose, []);
  });

  test('the program uses only what is installed for it', () => {
    const missing = code()
      .filter((file) => file.path.startsWith('src/') && !isTest(file))
      .flatMap((file) => importsOf(file).map((used) => ({ path: file.path, ...used })))
      .filter(({ isOurs, target }) => !isOurs && !target.startsWith('node:'))
      .filter(({ target }) => !(packageOf(target) in atRunTime))
      .map(({ path, target }) => `${path} imports ${target}`);
    assert.deepEqual(missing, []);
  });

  test('the lock file holds hashes, and no address that works on one machine only', () => {
    const { packages } = JSON.parse(textOf('package-lock.json')) as Lock;
    const entries = Object.entries(packages).filter(([path]) => path !== '');
    assert.deepEqual(
      entries.filter(([, { integrity, resolved }]) => !integrity || resolved !== undefined),
      [],
    );
  });
});
