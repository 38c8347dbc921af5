// SPDX-License-Identifier: Apache-2.0
import type { KindPermission } from '../kind.ts';

export const samenessGroupPermission: KindPermission = {
  read: { resource: 'mesh', access: 'read' },
  write: { resource: 'mesh', access: 'write' },
};
