// SPDX-License-Identifier: Apache-2.0
import { float, named, list, map, object, string } from '../../shape/shape.ts';
import { entryShape } from '../entry-shape.ts';
import { headerModifiersShape } from '../header-modifiers.ts';

export const serviceSplitterShape = entryShape('ServiceSplitterConfigEntry', {
  Kind: string,
  Name: string,
  Splits: list(
    object('ServiceSplit', {
      Weight: named(float, 'float32'),
      Service: string,
      ServiceSubset: string,
      Namespace: string,
      Partition: string,
      RequestHeaders: headerModifiersShape,
      ResponseHeaders: headerModifiersShape,
    }),
  ),
  Meta: map(string),
});
