// SPDX-License-Identifier: Apache-2.0
// How much of us a peer can take. Peers are somebody else's: everything they send is counted before it
// is believed. An operator can change each bound.

export interface PeeringLimits {
  /** One message on the stream, encoded, in either direction; Consul's dialers can't send or take more. */
  readonly maxMessageBytes: number;
  /** Names in the list of a peer. */
  readonly maxServices: number;
  readonly maxInstancesPerService: number;
  /** Instances that are stored for one peer, gateways' stand-ins included. */
  readonly maxInstances: number;
  readonly maxChecksPerInstance: number;
  /** Longest name, id, address or tag. */
  readonly maxTextBytes: number;
  readonly maxRoots: number;
  readonly maxServerAddresses: number;
  /** Messages that a peer may send in one go, and how many more each second. Beyond that it is read slower. */
  readonly burstMessages: number;
  readonly messagesPerSecond: number;
}

const MIB = 1_024 * 1_024;

export const DEFAULT_PEERING_LIMITS: PeeringLimits = {
  maxMessageBytes: 8 * MIB,
  maxServices: 10_000,
  maxInstancesPerService: 5_000,
  maxInstances: 100_000,
  maxChecksPerInstance: 64,
  maxTextBytes: 4_096,
  maxRoots: 64,
  maxServerAddresses: 128,
  burstMessages: 20_000,
  messagesPerSecond: 2_000,
};
