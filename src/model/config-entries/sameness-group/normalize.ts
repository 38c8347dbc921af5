// SPDX-License-Identifier: Apache-2.0
import { compact } from '../../shape/compact.ts';
import type { DecodedEntry } from '../decode.ts';
import type { SamenessGroup } from './schema.ts';
import { samenessGroupShape } from './shape.ts';

export function normalizeSamenessGroup(written: DecodedEntry<'sameness-group'>): SamenessGroup {
  return { Name: '', ...compact(samenessGroupShape, written) };
}
