// SPDX-License-Identifier: Apache-2.0
import { type Fields, int, map, string, uint64 } from '../field.ts';

/** An intention of the list of all. */
export const intentionFields: Fields = {
  ID: string,
  Description: string,
  SourceNS: string,
  SourceName: string,
  DestinationNS: string,
  DestinationName: string,
  SourcePartition: string,
  DestinationPartition: string,
  SourcePeer: string,
  SourceType: string,
  Action: string,
  Meta: map(string),
  Precedence: int,
  CreateIndex: uint64,
  ModifyIndex: uint64,
};
