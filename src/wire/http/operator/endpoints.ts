// SPDX-License-Identifier: Apache-2.0
import type { Endpoint } from '../endpoint.ts';
import { autopilotGetEndpoint } from './autopilot-get.ts';
import { autopilotHealthEndpoint } from './autopilot-health.ts';
import { autopilotPutEndpoint } from './autopilot-put.ts';
import { autopilotStateEndpoint } from './autopilot-state.ts';
import { keyringChangeEndpoints } from './keyring-change.ts';
import { keyringListEndpoint } from './keyring-list.ts';
import { raftConfigurationEndpoint } from './raft-configuration.ts';
import { raftPeerEndpoint } from './raft-peer.ts';
import { transferLeaderEndpoint } from './transfer-leader.ts';
import { usageEndpoint } from './usage.ts';
import { utilizationEndpoint } from './utilization.ts';

/** /v1/operator: the servers, answered for a cluster of one that neither gossips nor elects. */
export const operatorEndpoints: readonly Endpoint[] = [
  autopilotGetEndpoint,
  autopilotPutEndpoint,
  autopilotHealthEndpoint,
  autopilotStateEndpoint,
  raftConfigurationEndpoint,
  raftPeerEndpoint,
  transferLeaderEndpoint,
  keyringListEndpoint,
  ...keyringChangeEndpoints,
  usageEndpoint,
  utilizationEndpoint,
];
