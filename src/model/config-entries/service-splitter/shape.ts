// SPDX-License-Identifier: Apache-2.0
import { float, list, map, object, string } from '../../shape/shape.ts';
import { headerModifiersShape } from '../header-modifiers.ts';
import { STORED_FIELDS } from '../proxy-shapes.ts';

export const serviceSplitterShape = object('ServiceSplitterConfigEntry', {
  ...STORED_FIELDS,
  Kind: string,
  Name: string,
  Splits: list(
    object('ServiceSplit', {
      Weight: float,
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
