// SPDX-License-Identifier: Apache-2.0
import { type Fields, int, map, string } from '../field.ts';

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
  SourceSamenessGroup: string,
  SourceType: string,
  Action: string,
  Meta: map(string),
  Precedence: int,
};
