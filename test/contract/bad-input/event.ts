// SPDX-License-Identifier: Apache-2.0
import type { BadInput } from './bad-input.ts';

const FIRE = '/v1/event/fire';

export const eventBadInput: readonly BadInput[] = [
  ['PUT', `${FIRE}/`, '', 400, 'Missing name'],
  ['PUT', `${FIRE}/x?tag=a`, '', 500, 'Cannot provide tag filter without service filter'],
  [
    'PUT',
    `${FIRE}/x?node=[`,
    '',
    500,
    'Invalid node filter: error parsing regexp: missing closing ]: `[`',
  ],
  [
    'PUT',
    `${FIRE}/x?service=*`,
    '',
    500,
    'Invalid service filter: error parsing regexp: missing argument to repetition operator: `*`',
  ],
  ['PUT', `${FIRE}/x`, 'x'.repeat(301), 413, /^Event payload too large, received 301 bytes/],
  ['PUT', `${FIRE}/x?dc=ghost`, '', 500, 'No path to datacenter'],
  ['GET', '/v1/event/list?index=abc', '', 400, 'Invalid index'],
  ['GET', '/v1/event/list?wait=soon', '', 400, 'Invalid wait time'],
];
