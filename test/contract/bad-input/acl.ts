// SPDX-License-Identifier: Apache-2.0
import { endpoints } from '../../../src/wire/http/endpoints.ts';
import type { BadInput } from './bad-input.ts';

/** Whatever is sent there is refused, the malformed as well as the good. */
export const aclBadInput: readonly BadInput[] = endpoints
  .filter(({ path }) => path.startsWith('/v1/acl/') || path === '/v1/internal/acl/authorize')
  .map(({ method, path }): BadInput => {
    const body = method === 'GET' || method === 'DELETE' ? '' : '{"Name"';
    return [method, path.replaceAll(/:\w+/g, 'x'), body, 401, 'ACL support disabled'];
  });
