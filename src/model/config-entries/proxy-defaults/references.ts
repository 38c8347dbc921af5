// SPDX-License-Identifier: Apache-2.0
import type { FindEntry } from '../kind.ts';
import { checkPermissive } from '../mesh/permissive.ts';
import type { ProxyDefaults } from './schema.ts';

export function checkProxyDefaultsReferences(entry: ProxyDefaults, find: FindEntry): void {
  checkPermissive(entry.MutualTLSMode, find);
}
