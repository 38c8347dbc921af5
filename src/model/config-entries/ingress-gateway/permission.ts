// SPDX-License-Identifier: Apache-2.0
import type { KindPermission } from '../kind.ts';

export const ingressGatewayPermission: KindPermission = {
  read: { resource: 'service', access: 'read', of: 'Name' },
  write: { resource: 'mesh', access: 'write' },
};
