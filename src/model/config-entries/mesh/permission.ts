// SPDX-License-Identifier: Apache-2.0
import type { KindPermission } from '../kind.ts';

export const meshPermission: KindPermission = {
  read: { resource: 'none' },
  write: { resource: 'mesh', access: 'write' },
};
