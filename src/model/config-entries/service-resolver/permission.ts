// SPDX-License-Identifier: Apache-2.0
import type { KindPermission } from '../kind.ts';

export const serviceResolverPermission: KindPermission = {
  read: { resource: 'service', access: 'read', of: 'Name' },
  write: { resource: 'service', access: 'write', of: 'Name' },
};
