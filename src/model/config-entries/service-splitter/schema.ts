// SPDX-License-Identifier: Apache-2.0
import type { SchemaOf } from '../schema-of.ts';
import type { serviceSplitterShape } from './shape.ts';

/** How the calls of a service are shared out; weights are percentages with two places. */
export type ServiceSplitter = SchemaOf<'service-splitter', typeof serviceSplitterShape>;

export type ServiceSplit = NonNullable<ServiceSplitter['Splits']>[number];
