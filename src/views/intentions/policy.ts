// SPDX-License-Identifier: Apache-2.0
// Who may call a service of ours. In: intentions, the default, and which peers can be told by their certificates. Out:
// one AccessPolicy per destination, shared by all its proxies; destinations that no entry names share one too.
import { isHttpLike } from '../../model/chain/protocol.ts';
import type { ServiceIntentions } from '../../model/config-entries/service-intentions/schema.ts';
import { type AccessPolicy, accessPolicyOf } from '../../model/intention/access-policy.ts';
import { ANY } from '../../model/intention/caller.ts';
import { rulesFor } from '../../model/intention/rules.ts';
import { SERVER_SETTINGS_KEY, serverSettings } from '../../state/tables/server-settings.ts';
import { entryOf } from '../proxy/entry.ts';
import { ownTrust, peerTrust, peerTrustDomains } from '../proxy/trust.ts';
import { defineView, type View, type ViewRead } from '../engine/view.ts';

export interface PolicyKey {
  readonly destination: string;
  /** As the destination's proxy speaks it. */
  readonly protocol: string;
}

/** Undefined until the CA has a trust domain: then nobody can be told from anybody. */
export const accessPolicy: View<PolicyKey, AccessPolicy | undefined> = defineView({
  name: 'intentions/policy',
  key: ({ destination, protocol }: PolicyKey) =>
    `${isHttpLike(protocol) ? 'http' : 'tcp'}/${destination.toLowerCase()}`,
  compute: (read, { destination, protocol }: PolicyKey) => {
    const isOwn = destination !== ANY;
    const own = isOwn ? intentionsOf(read, destination) : undefined;
    if (isOwn && own === undefined) return read.view(accessPolicy, { destination: ANY, protocol });
    const trust = read.view(ownTrust, null);
    if (trust === undefined) return undefined;
    const { rules, refusesStrangers } = rulesFor(own, intentionsOf(read, ANY), (peer) =>
      peer === '' ? trust : read.view(peerTrust, peer),
    );
    // Tokens are not looked at yet: who would have to show one is not let in.
    if (own?.JWT !== undefined) {
      return accessPolicyOf({
        rules: [],
        otherwise: 'deny',
        isHttp: isHttpLike(protocol),
        gateway: trust,
      });
    }
    // Where only the listed are refused, who can't be told from them must be refused too.
    const tellsPeers = refusesStrangers || rules.some(({ caller }) => caller.peer !== '');
    return accessPolicyOf({
      rules,
      otherwise:
        read.get(serverSettings, SERVER_SETTINGS_KEY)?.value.defaultIntentionPolicy ?? 'deny',
      isHttp: isHttpLike(protocol),
      gateway: { trustDomain: trust.trustDomain, partition: trust.partition },
      ...(tellsPeers ? { strangersBut: read.view(peerTrustDomains, null) } : {}),
    });
  },
});

function intentionsOf(read: ViewRead, destination: string): ServiceIntentions | undefined {
  return entryOf<ServiceIntentions>(read, 'service-intentions', destination);
}
