// SPDX-License-Identifier: Apache-2.0
// The visible list of bad input, noun by noun: one file each beside this one.
import { aclBadInput } from './acl.ts';
import { agentBadInput } from './agent.ts';
import type { BadInput } from './bad-input.ts';
import { catalogBadInput } from './catalog.ts';
import { configBadInput } from './config.ts';
import { connectCaBadInput } from './connect-ca.ts';
import { coordinateBadInput } from './coordinate.ts';
import { eventBadInput } from './event.ts';
import { discoveryChainBadInput } from './discovery-chain.ts';
import { healthBadInput } from './health.ts';
import { internalBadInput } from './internal.ts';
import { intentionsBadInput } from './intentions.ts';
import { kvBadInput } from './kv.ts';
import { operatorBadInput } from './operator.ts';
import { pathsBadInput } from './paths.ts';
import { peeringBadInput } from './peering.ts';
import { preparedQueryBadInput } from './prepared-query.ts';
import { sessionBadInput } from './session.ts';
import { snapshotBadInput } from './snapshot.ts';
import { txnBadInput } from './txn.ts';

export const cases: readonly BadInput[] = [
  ...aclBadInput,
  ...agentBadInput,
  ...catalogBadInput,
  ...configBadInput,
  ...connectCaBadInput,
  ...coordinateBadInput,
  ...eventBadInput,
  ...discoveryChainBadInput,
  ...healthBadInput,
  ...internalBadInput,
  ...intentionsBadInput,
  ...kvBadInput,
  ...operatorBadInput,
  ...pathsBadInput,
  ...peeringBadInput,
  ...preparedQueryBadInput,
  ...sessionBadInput,
  ...snapshotBadInput,
  ...txnBadInput,
];
