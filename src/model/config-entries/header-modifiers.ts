// SPDX-License-Identifier: Apache-2.0
import { list, map, object, string, type ValueOf } from '../shape/shape.ts';

/** What is done to the headers of a request or an answer. */
export const headerModifiersShape = object('HTTPHeaderModifiers', {
  Add: map(string),
  Set: map(string),
  Remove: list(string),
});

export type HeaderModifiers = ValueOf<typeof headerModifiersShape>;
