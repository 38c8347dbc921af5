// SPDX-License-Identifier: Apache-2.0
import { type AnyShape, any, object, uint64, unaliased } from '../shape/shape.ts';

/** Accepted at the top of every entry and left out: the store's own, which readers send back. */
const STORED_FIELDS = { Hash: uint64, CreateIndex: any, ModifyIndex: any } as const;

/** The shape of a kind of entries, with what all of them have; the store's two indexes have no snake_case names. */
export function entryShape<const F extends Readonly<Record<string, AnyShape>>>(
  name: string,
  fields: F,
) {
  return unaliased(object(name, { ...STORED_FIELDS, ...fields }), 'CreateIndex', 'ModifyIndex');
}
