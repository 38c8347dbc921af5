// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { settleNodeId } from './node-id.ts';

const FIRST = '11111111-1111-4111-8111-111111111111';
const SECOND = '22222222-2222-4222-8222-222222222222';

describe("a node's id", () => {
  let folder = '';
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'node-id-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  test('is made once and kept', () => {
    const config = { nodeId: undefined, dataDir: join(folder, 'data') };
    assert.equal(
      settleNodeId(config, () => FIRST),
      FIRST,
    );
    assert.equal(
      settleNodeId(config, () => SECOND),
      FIRST,
    );
    assert.equal(readFileSync(join(folder, 'data', 'node-id'), 'utf8'), FIRST);
  });
  test('is the configured one, which is not kept', () => {
    assert.equal(
      settleNodeId({ nodeId: SECOND, dataDir: folder }, () => FIRST),
      SECOND,
    );
    assert.throws(() => readFileSync(join(folder, 'node-id')));
  });
  test('is new each time where nothing can be kept', () => {
    assert.equal(
      settleNodeId({ nodeId: undefined, dataDir: undefined }, () => FIRST),
      FIRST,
    );
  });
  test('is not guessed from a file that holds something else', () => {
    writeFileSync(join(folder, 'node-id'), 'nonsense');
    assert.throws(() => settleNodeId({ nodeId: undefined, dataDir: folder }, () => FIRST), {
      name: 'ConfigError',
      message: /node-id does not hold a node id/,
    });
  });
});
