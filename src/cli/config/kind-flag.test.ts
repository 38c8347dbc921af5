// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DERIVED_KINDS } from '../../model/config-entries/derived-kinds.ts';
import { kinds } from '../../model/config-entries/kinds.ts';
import { KNOWN_KINDS } from './kind-flag.ts';

test('a shell offers every kind that there is', () => {
  assert.deepEqual(KNOWN_KINDS, [...Object.keys(kinds), ...DERIVED_KINDS].sort());
});
