// SPDX-License-Identifier: Apache-2.0
import type { AgentSelf } from '../../model/agent/self.ts';
import type { AgentConfig } from '../config/agent-config.ts';

/** What the configuration lets the server say of itself. */
export function describeSelf(config: AgentConfig, nodeId: string): AgentSelf {
  const { ports } = config;
  return {
    datacenter: config.datacenter,
    nodeName: config.nodeName,
    nodeId,
    nodeMeta: config.nodeMeta,
    domain: config.domain,
    bindAddress: config.bindAddr,
    advertiseAddress: config.advertiseAddr,
    advertiseAddressWan: config.advertiseAddrWan,
    devMode: config.devMode,
    dataDir: config.dataDir ?? '',
    defaultIntentionPolicy: config.defaultIntentionPolicy,
    peeringEnabled: config.peering.enabled,
    hasCoordinates: config.hasCoordinates,
    ports,
  };
}
