// SPDX-License-Identifier: Apache-2.0
// What Consul answers on all paths of access control where that is turned off, before it looks at anything else.
import { defineEndpoint, type Endpoint, type HttpMethod } from '../endpoint.ts';

const DISABLED = { status: 401, text: 'ACL support disabled' } as const;

/** One endpoint for each method of a path. */
export function disabled(path: string, ...methods: readonly HttpMethod[]): readonly Endpoint[] {
  return methods.map((method) =>
    defineEndpoint({ method, path, permission: { resource: 'none' }, handle: () => DISABLED }),
  );
}
