// SPDX-License-Identifier: Apache-2.0
import type { FindEntry } from '../kind.ts';
import { checkPermissive } from '../mesh/permissive.ts';
import type { ServiceDefaults } from './schema.ts';

export function checkServiceDefaultsReferences(entry: ServiceDefaults, find: FindEntry): void {
  checkPermissive(entry.MutualTLSMode, find);
}
