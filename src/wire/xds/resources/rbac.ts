// SPDX-License-Identifier: Apache-2.0
// Access policies as Envoy's RBAC filters, once per policy however many proxies enforce it.
import type { Any } from '@bufbuild/protobuf/wkt';
import {
  RBACPerRouteSchema,
  RBACSchema as HttpRbacSchema,
} from '../../../gen/envoy/extensions/filters/http/rbac/v3/rbac_pb.ts';
import { RBACSchema as NetworkRbacSchema } from '../../../gen/envoy/extensions/filters/network/rbac/v3/rbac_pb.ts';
import { create } from '@bufbuild/protobuf';
import {
  type Filter,
  FilterSchema,
} from '../../../gen/envoy/config/listener/v3/listener_components_pb.ts';
import { RBAC_Action, type RBACSchema } from '../../../gen/envoy/config/rbac/v3/rbac_pb.ts';
import type { PolicySchema } from '../../../gen/envoy/config/rbac/v3/rbac_pb.ts';
import {
  type HttpFilter,
  HttpFilterSchema,
} from '../../../gen/envoy/extensions/filters/network/http_connection_manager/v3/http_connection_manager_pb.ts';
import type { AccessPolicy } from '../../../model/intention/access-policy.ts';
import { Memo } from './memo.ts';
import { anyOf, type Init } from './message.ts';
import { anyRequest, requestsPermission } from './rbac-permissions.ts';
import { callersPrincipal, strangersPrincipal } from './rbac-principals.ts';

const networkFilters = new Memo<Filter>();
const httpFilters = new Memo<HttpFilter>();

export function networkRbac(policy: AccessPolicy): Filter {
  return networkFilters.get([policy], '', () => {
    const config = { rules: rulesOf(policy), statPrefix: 'connect_authz' };
    return create(FilterSchema, {
      name: 'envoy.filters.network.rbac',
      configType: { case: 'typedConfig', value: anyOf(NetworkRbacSchema, config) },
    });
  });
}

const HTTP_RBAC = 'envoy.filters.http.rbac';

export function httpRbac(policy: AccessPolicy): HttpFilter {
  return httpFilters.get([policy], '', () => httpFilter(rulesOf(policy)));
}

/** Refuses every request that no route brings a policy for. */
export const routedHttpRbac: HttpFilter = httpFilter({ action: RBAC_Action.ALLOW });

/** A route's policy, as configuration of its filters by name. */
export function routePolicy(policy: AccessPolicy): { readonly [filter: string]: Any } {
  const rbac = { rules: rulesOf(policy) };
  return { [HTTP_RBAC]: anyOf(RBACPerRouteSchema, { rbac }) };
}

function httpFilter(rules: Init<typeof RBACSchema>): HttpFilter {
  const value = anyOf(HttpRbacSchema, { rules });
  return create(HttpFilterSchema, { name: HTTP_RBAC, configType: { case: 'typedConfig', value } });
}

/** ALLOW without policies refuses everybody, DENY without policies nobody. */
export function rulesOf(policy: AccessPolicy): Init<typeof RBACSchema> {
  const policies: Record<string, Init<typeof PolicySchema>> = {};
  const principals = policy.callers.map((callers) => callersPrincipal(callers, policy));
  if (policy.strangersBut !== undefined) {
    principals.push(strangersPrincipal(policy.strangersBut, policy));
  }
  if (principals.length > 0) {
    policies['consul-intentions-layer4'] = { principals, permissions: [anyRequest] };
  }
  for (const [i, { callers, requests }] of policy.requests.entries()) {
    policies[`consul-intentions-layer7-${i}`] = {
      principals: [callersPrincipal(callers, policy)],
      permissions: requests.map(requestsPermission),
    };
  }
  return { action: policy.listed === 'allow' ? RBAC_Action.ALLOW : RBAC_Action.DENY, policies };
}
