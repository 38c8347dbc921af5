// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { findEnvoy } from './find-envoy.ts';

let folder = '';
const at = (path: string): string => join(folder, path);

before(() => {
  folder = mkdtempSync(join(tmpdir(), 'find-envoy-'));
  const executable = ['bin/envoy', 'tools/envoy-1.9.0/envoy', 'tools/envoy-1.40.0/envoy'];
  for (const path of [...executable, 'text/envoy', 'tools/envoy-1.99.0/envoy']) {
    mkdirSync(dirname(at(path)), { recursive: true });
    writeFileSync(at(path), '', { mode: executable.includes(path) ? 0o755 : 0o644 });
  }
  mkdirSync(at('folder/envoy'), { recursive: true });
});
after(() => rmSync(folder, { recursive: true }));

describe('Envoy is', () => {
  const cases: Record<string, [flag: string, variable: string, paths: string[], found: string]> = {
    'the one that the flag names': ['mine', 'theirs', ['bin'], 'mine'],
    'the one that $ENVOY_PATH names': ['', 'theirs', ['bin'], 'theirs'],
    'the one in PATH, passing over what can not be run': [
      '',
      '',
      ['text', 'folder', 'bin'],
      'bin/envoy',
    ],
    'the newest that was installed': ['', '', ['text'], 'tools/envoy-1.40.0/envoy'],
  };
  for (const [name, [flag, variable, paths, found]] of Object.entries(cases)) {
    test(name, () => {
      const PATH = ['', ...paths.map(at)].join(':');
      const envoy = findEnvoy(flag, { ENVOY_PATH: variable, PATH }, at('tools'));
      assert.equal(envoy, flag || variable || at(found));
    });
  }

  test('nowhere', () => {
    assert.throws(() => findEnvoy('', {}, at('nowhere')), {
      message:
        "Couldn't find envoy binary: name one with -envoy-binary or $ENVOY_PATH, or put `envoy` in PATH",
    });
  });
});
