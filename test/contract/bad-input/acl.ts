// SPDX-License-Identifier: Apache-2.0
import { endpoints } from '../../../src/wire/http/endpoints.ts';
import type { BadInput } from './bad-input.ts';

/** Whatever is sent there is refused, the malformed as well as the good. */
export const aclBadInput: readonly BadInput[] = endpoints
  .filter(({ path }) => /^\/v1\/(acl\/|internal\/acl\/authorize$|agent\/token\/)/.test(path))
  .map(({ method, path }): BadInput => {
    const body = method === 'GET' || method === 'DELETE' ? '' : '{"Name"';
    return [method, path.replaceAll(/:\w+/g, 'x'), body, 401, 'ACL support disabled'];
  });
