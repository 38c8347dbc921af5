// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { envoyFiles, goldenCases, goldenPath, snapshotFiles } from './proxies.ts';

const HINT = 'if this is meant, run `npm run golden` and review the difference';

for (const name of goldenCases()) {
  describe(name, () => {
    test('rows lead to the snapshots that are kept', () => expectKept(name, snapshotFiles(name)));
    test('snapshots lead to what Envoy is sent', () => expectKept(name, envoyFiles(name)));
  });
}

function expectKept(name: string, files: ReadonlyMap<string, string>): void {
  assert.ok(files.size > 0);
  for (const [file, text] of files) {
    assert.equal(text, readFileSync(goldenPath(name, file), 'utf8'), `${name}/${file}: ${HINT}`);
  }
}
