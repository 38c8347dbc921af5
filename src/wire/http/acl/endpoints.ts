// SPDX-License-Identifier: Apache-2.0
import type { Endpoint } from '../endpoint.ts';
import { disabled } from './disabled.ts';

/** /v1/acl, and what else is about tokens: there is no access control yet, and clients are told so in Consul's way. */
export const aclEndpoints: readonly Endpoint[] = [
  ...disabled('/v1/acl/bootstrap', 'PUT'),
  ...disabled('/v1/acl/login', 'POST'),
  ...disabled('/v1/acl/logout', 'POST'),
  ...disabled('/v1/acl/replication', 'GET'),
  ...disabled('/v1/acl/policies', 'GET'),
  ...disabled('/v1/acl/policy', 'PUT'),
  ...disabled('/v1/acl/policy/:id', 'GET', 'PUT', 'DELETE'),
  ...disabled('/v1/acl/policy/name/:name', 'GET'),
  ...disabled('/v1/acl/roles', 'GET'),
  ...disabled('/v1/acl/role', 'PUT'),
  ...disabled('/v1/acl/role/:id', 'GET', 'PUT', 'DELETE'),
  ...disabled('/v1/acl/role/name/:name', 'GET'),
  ...disabled('/v1/acl/binding-rules', 'GET'),
  ...disabled('/v1/acl/binding-rule', 'PUT'),
  ...disabled('/v1/acl/binding-rule/:id', 'GET', 'PUT', 'DELETE'),
  ...disabled('/v1/acl/auth-methods', 'GET'),
  ...disabled('/v1/acl/auth-method', 'PUT'),
  ...disabled('/v1/acl/auth-method/:name', 'GET', 'PUT', 'DELETE'),
  ...disabled('/v1/acl/tokens', 'GET'),
  ...disabled('/v1/acl/token', 'PUT'),
  ...disabled('/v1/acl/token/self', 'GET'),
  ...disabled('/v1/acl/token/:id', 'GET', 'PUT', 'DELETE'),
  ...disabled('/v1/acl/templated-policies', 'GET'),
  ...disabled('/v1/acl/templated-policy/name/:name', 'GET'),
  ...disabled('/v1/acl/templated-policy/preview/:name', 'POST'),
  ...disabled('/v1/internal/acl/authorize', 'POST'),
  ...disabled('/v1/agent/token/:kind', 'PUT'),
];
