// SPDX-License-Identifier: Apache-2.0
import { type Fields, int, map, string, uint16, uint8 } from '../field.ts';

/** A server or an agent of the cluster, as /v1/agent/members shows it. */
export const memberFields: Fields = {
  Name: string,
  Addr: string,
  Port: uint16,
  Tags: map(string),
  Status: int,
  ProtocolMin: uint8,
  ProtocolMax: uint8,
  ProtocolCur: uint8,
  DelegateMin: uint8,
  DelegateMax: uint8,
  DelegateCur: uint8,
};
