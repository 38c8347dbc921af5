// SPDX-License-Identifier: Apache-2.0
import type { ValueOf } from '../shape/shape.ts';
import type { ConfigEntry } from './entry.ts';

type StoredFields = 'Kind' | 'Name' | 'Meta' | 'Hash' | 'CreateIndex' | 'ModifyIndex';

/** An entry as it is stored: what its shape reads, without what is empty (shape/compact.ts). */
export type SchemaOf<Kind extends string, Shape> = ConfigEntry & { readonly Kind: Kind } & Omit<
    ValueOf<Shape>,
    StoredFields
  >;
