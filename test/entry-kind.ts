// SPDX-License-Identifier: Apache-2.0
// The suite that every kind of config entry passes, on documents of its own: what they become, however their keys are
// written; that what is shown can be written back; and what is refused with which text.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { decodeConfigEntry } from '../src/model/config-entries/decode.ts';
import type { ConfigEntry } from '../src/model/config-entries/entry.ts';
import { kinds } from '../src/model/config-entries/kinds.ts';
import { Refusal } from '../src/model/refusal.ts';

export interface KindCases {
  /** Documents without their kind, and the entries that they become, without it too. Keys of maps in lower case. */
  readonly accepts: Readonly<Record<string, readonly [written: object, entry: object]>>;
  /** The rest of a document with a name, or the whole, and the text. */
  readonly refuses: Readonly<Record<string, readonly [written: object, text: string]>>;
  /** Fields in these documents that have no snake_case name. */
  readonly unaliased?: readonly string[];
}

export function testKind(
  kind: keyof typeof kinds,
  { accepts, refuses, unaliased = [] }: KindCases,
): void {
  describe(`${kind}:`, () => {
    for (const [name, [written, entry]] of Object.entries(accepts)) {
      test(`${name} is taken`, () => {
        const expected = { Kind: kind, ...entry };
        const taken = accept({ Kind: kind, ...written });
        assert.deepEqual(taken, expected);
        assert.deepEqual(accept(snakeCased({ Kind: kind, ...written }, unaliased)), expected);
        assert.deepEqual(accept({ ...taken, Hash: 7, CreateIndex: 8, ModifyIndex: 9 }), expected);
      });
    }
    for (const [name, [written, text]] of Object.entries(refuses)) {
      test(`${name} is refused`, () => {
        assert.throws(
          () => accept({ Kind: kind, Name: 'web', ...written }),
          (error) => {
            assert.ok(error instanceof Refusal, String(error));
            assert.equal(error.message, text);
            return true;
          },
        );
      });
    }
  });
}

function accept(written: object): ConfigEntry {
  const decoded = decodeConfigEntry(written);
  const kind = kinds[decoded.Kind];
  const entry = kind.normalize(decoded);
  kind.validate(entry);
  return entry;
}

function snakeCased(value: unknown, kept: readonly string[]): object {
  if (Array.isArray(value)) return value.map((item) => snakeCased(item, kept));
  if (typeof value !== 'object' || value === null) return value as object;
  const entries = Object.entries(value).map(([key, inner]) => {
    const snake = key.replaceAll(/(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])/g, '_');
    return [kept.includes(key) ? key : snake.toLowerCase(), snakeCased(inner, kept)];
  });
  return Object.fromEntries(entries);
}
