// SPDX-License-Identifier: Apache-2.0
// Who, as RBAC says it. A caller is told by its certificate; a peer's caller that comes through our gateway is told by
// what the gateway says about it, which counts only if the certificate is our gateway's (dataplane §7.4).
import type { PrincipalSchema } from '../../../gen/envoy/config/rbac/v3/rbac_pb.ts';
import type { AccessPolicy, Callers } from '../../../model/intention/access-policy.ts';
import {
  type Caller,
  callerPattern,
  gatewayPattern,
  trustDomainPattern,
} from '../../../model/intention/caller.ts';
import type { Init } from './message.ts';
import { wholeText } from './regex.ts';

export type PrincipalInit = Init<typeof PrincipalSchema>;

export const FORWARDED_CERTIFICATES = 'x-forwarded-client-cert';

type Via = Pick<AccessPolicy, 'isHttp' | 'gateway'>;

export function callersPrincipal({ caller, except }: Callers, via: Via): PrincipalInit {
  const principal = via.isHttp && caller.peer !== '' ? vouchedFor : certified;
  const those = [principal(caller), ...except.map((one) => not(principal(one)))];
  return principal === vouchedFor ? all([gateway(via), ...those]) : all(those);
}

/** Whoever our gateway lets through from a trust domain that is none of these. */
export function strangersPrincipal(but: readonly string[], via: Via): PrincipalInit {
  const known = but.map((domain) => forwarded(`${trustDomainPattern(domain)}[^;,"]*`));
  return all([gateway(via), ...known.map(not)]);
}

function certified(caller: Caller): PrincipalInit {
  return certificate(callerPattern(caller));
}

function vouchedFor(caller: Caller): PrincipalInit {
  return forwarded(callerPattern(caller, '/;,"'));
}

function gateway({ gateway: { trustDomain, partition } }: Via): PrincipalInit {
  return certificate(gatewayPattern(trustDomain, partition));
}

function certificate(pattern: string): PrincipalInit {
  const value = { principalName: wholeText(pattern) };
  return { identifier: { case: 'authenticated', value } };
}

/**
 * The first element is what the gateway writes, field by field. Nothing but the id may follow `URI=`, and no text that
 * a certificate can hold (a subject, a second id) can look like the fields before it.
 */
function forwarded(pattern: string): PrincipalInit {
  const before = 'By=[^;,"]*;Hash=[0-9a-f]*;Cert="[^"]*";Chain="[^"]*";Subject="[^"\\\\]*";URI=';
  const header = wholeText(`${before}${pattern}(?:,.*)?`);
  return {
    identifier: {
      case: 'header',
      value: {
        name: FORWARDED_CERTIFICATES,
        headerMatchSpecifier: { case: 'stringMatch', value: header },
      },
    },
  };
}

function not(principal: PrincipalInit): PrincipalInit {
  return { identifier: { case: 'notId', value: principal } };
}

function all(ids: PrincipalInit[]): PrincipalInit {
  const [only] = ids;
  if (ids.length === 1 && only !== undefined) return only;
  return { identifier: { case: 'andIds', value: { ids } } };
}
