// SPDX-License-Identifier: Apache-2.0
// The intentions that concern one destination, in the order in which they are asked. In: its own entry and the one for
// '*'. Out: rules, each with the caller as an identity. What can't be resolved to an identity is kept apart.
import type {
  IntentionAction,
  IntentionPermission,
  ServiceIntentions,
  SourceIntention,
} from '../config-entries/service-intentions/schema.ts';
import { DEFAULT_NAME } from '../tenancy.ts';
import type { Caller } from './caller.ts';
import { byPrecedence, type Ranked } from './precedence.ts';

/** One intention. Permissions are asked in order; a request that fits none gets the default, not a lower rule. */
export interface Rule {
  readonly caller: Caller;
  readonly decides: IntentionAction | readonly IntentionPermission[];
}

export interface Rules {
  /** Highest precedence first; no two have the same caller. */
  readonly rules: readonly Rule[];
  /** The default when a rule names a peer that can't be told by its certificates (yet) and would refuse it. */
  readonly refusesStrangers: boolean;
}

/** Whose certificates prove that a caller comes from here or through a peering; undefined while unknown. */
export type IssuerOf = (
  peer: string,
) => { readonly trustDomain: string; readonly partition: string } | undefined;

/**
 * `own` and `ofAll` are the entries of the destination and of '*'. A peer without known issuer is skipped: nobody can
 * prove to come from it. If the rule would have refused, `refusesStrangers` says so.
 */
export function rulesFor(
  own: ServiceIntentions | undefined,
  ofAll: ServiceIntentions | undefined,
  issuerOf: IssuerOf,
): Rules {
  const rules: Rule[] = [];
  const seen = new Set<string>();
  let refusesStrangers = false;
  for (const { source, ranked } of ordered(own, ofAll)) {
    const id = `${ranked.peer}/${source.Partition ?? ''}/${source.Namespace ?? ''}/${ranked.source}`;
    if (seen.has(id)) continue;
    seen.add(id);
    const decides = source.Permissions?.length
      ? source.Permissions.map(withoutTokens)
      : (source.Action ?? 'deny');
    const issuer = issuerOf(ranked.peer);
    if (issuer === undefined) refusesStrangers ||= decides !== 'allow';
    else rules.push({ caller: callerOf(source, ranked, issuer), decides });
  }
  return { rules, refusesStrangers };
}

// Tokens are not looked at yet: a request that would have to show one is refused.
function withoutTokens(permission: IntentionPermission): IntentionPermission {
  return permission.JWT === undefined ? permission : { ...permission, Action: 'deny' };
}

function ordered(...entries: readonly (ServiceIntentions | undefined)[]) {
  const found: { source: SourceIntention; ranked: Ranked }[] = [];
  for (const entry of entries) {
    for (const source of entry?.Sources ?? []) {
      const ranked = {
        destination: entry?.Name ?? '',
        source: source.Name,
        peer: source.Peer?.toLowerCase() ?? '',
      };
      found.push({ source, ranked });
    }
  }
  return found.sort((a, b) => byPrecedence(a.ranked, b.ranked));
}

function callerOf(
  source: SourceIntention,
  { source: service, peer }: Ranked,
  issuer: { readonly trustDomain: string; readonly partition: string },
): Caller {
  // A peer's partition is said by its bundle; Partition in a source means one of ours.
  const partition = peer === '' ? source.Partition || issuer.partition : issuer.partition;
  return {
    trustDomain: issuer.trustDomain,
    partition,
    namespace: source.Namespace || DEFAULT_NAME,
    service,
    peer,
  };
}
