// SPDX-License-Identifier: Apache-2.0
// From rules that are asked in order to a policy without order, as Envoy's RBAC wants it: a set of callers (and
// requests) that all get the opposite of the default. In: rules, highest first. Out: an AccessPolicy. It never lets a
// lower rule win over a higher one, and drops a rule rather than widen it.
import type {
  HttpPermission,
  IntentionAction,
  IntentionPermission,
} from '../config-entries/service-intentions/schema.ts';
import { type Caller, isCoveredBy } from './caller.ts';
import type { Rule } from './rules.ts';

/** Some callers: those that `caller` stands for, without those that one of `except` stands for. */
export interface Callers {
  readonly caller: Caller;
  readonly except: readonly Caller[];
}

/** Requests that fit `http` (all requests when it is null) and none of `except`. */
export interface Requests {
  readonly http: HttpPermission | null;
  readonly except: readonly HttpPermission[];
}

/** Complete and without order: what a server does with a caller is said by membership alone. */
export interface AccessPolicy {
  /** What happens to whoever is listed; the others get the opposite. */
  readonly listed: IntentionAction;
  /** Whether requests can be looked into, and peers come through our gateway rather than with their own certificate. */
  readonly isHttp: boolean;
  /** Listed whatever they ask. */
  readonly callers: readonly Callers[];
  /** Listed for some requests. */
  readonly requests: readonly {
    readonly callers: Callers;
    readonly requests: readonly Requests[];
  }[];
  /** The issuer of our gateways' certificates: who may vouch for a peer's caller. */
  readonly gateway: { readonly trustDomain: string; readonly partition: string };
  /** If set, callers that our gateway vouches for are listed when their trust domain is none of these. */
  readonly strangersBut?: readonly string[];
}

export interface PolicyInput {
  /** Highest precedence first. */
  readonly rules: readonly Rule[];
  readonly otherwise: IntentionAction;
  readonly isHttp: boolean;
  readonly gateway: { readonly trustDomain: string; readonly partition: string };
  readonly strangersBut?: readonly string[];
}

/** The policy that is equal to asking the rules in order and taking `otherwise` when none fits. */
export function accessPolicyOf(input: PolicyInput): AccessPolicy {
  const { rules, otherwise, isHttp, gateway, strangersBut } = input;
  const listed = otherwise === 'deny' ? 'allow' : 'deny';
  const callers: Callers[] = [];
  const requests: { callers: Callers; requests: readonly Requests[] }[] = [];
  for (const [i, rule] of rules.entries()) {
    const higher = rules.slice(0, i).map((other) => other.caller);
    // Whoever a higher rule speaks for never gets here.
    if (higher.some((caller) => isCoveredBy(rule.caller, caller))) continue;
    const except = higher.filter((caller) => isCoveredBy(caller, rule.caller));
    const those = { caller: rule.caller, except };
    const decides = decisionOf(rule, isHttp);
    if (typeof decides !== 'string') {
      const some = listedRequests(decides, listed);
      if (some.length > 0) requests.push({ callers: those, requests: some });
    } else if (decides === listed) {
      callers.push(those);
    }
  }
  const policy = { listed, isHttp, callers, requests, gateway } as const;
  return listed === 'deny' && isHttp && strangersBut ? { ...policy, strangersBut } : policy;
}

/** Requests can't be told apart in a byte stream: then what was meant for some of them is refused to all. */
function decisionOf(rule: Rule, isHttp: boolean): Rule['decides'] {
  return typeof rule.decides === 'string' || isHttp ? rule.decides : 'deny';
}

function listedRequests(
  permissions: readonly IntentionPermission[],
  listed: IntentionAction,
): readonly Requests[] {
  return permissions.flatMap((permission, i) => {
    if (permission.Action !== listed) return [];
    const except = permissions.slice(0, i).map((earlier) => earlier.HTTP ?? null);
    // An earlier one that fits every request has decided already.
    if (!except.every((http) => http !== null)) return [];
    return [{ http: permission.HTTP ?? null, except }];
  });
}
