// SPDX-License-Identifier: Apache-2.0
import type { KindPermission } from '../kind.ts';

export const serviceIntentionsPermission: KindPermission = {
  read: { resource: 'intention', access: 'read', of: 'Name' },
  write: { resource: 'intention', access: 'write', of: 'Name' },
};
