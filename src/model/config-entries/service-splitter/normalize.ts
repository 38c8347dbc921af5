// SPDX-License-Identifier: Apache-2.0
import { compact } from '../../shape/compact.ts';
import type { DecodedEntry } from '../decode.ts';
import type { ServiceSplitter } from './schema.ts';
import { serviceSplitterShape } from './shape.ts';

export function normalizeServiceSplitter(
  written: DecodedEntry<'service-splitter'>,
): ServiceSplitter {
  const { Splits, ...rest } = compact(serviceSplitterShape, written);
  const splits = Splits?.map(({ Weight = 0, ...split }) => {
    return { Weight: Math.round(Weight * 100) / 100, ...split };
  });
  return { Name: '', ...rest, ...(splits === undefined ? {} : { Splits: splits }) };
}
