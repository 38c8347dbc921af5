// SPDX-License-Identifier: Apache-2.0
import type { SchemaOf } from '../schema-of.ts';
import type { samenessGroupShape } from './shape.ts';

/** Peers whose services of one name are the same service. */
export type SamenessGroup = SchemaOf<'sameness-group', typeof samenessGroupShape>;
