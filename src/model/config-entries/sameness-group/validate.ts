// SPDX-License-Identifier: Apache-2.0
import { refused } from '../meta.ts';

/** Consul's community edition takes none either; nothing here would follow one yet. */
export function validateSamenessGroup(): void {
  throw refused('sameness-groups are an enterprise-only feature');
}
