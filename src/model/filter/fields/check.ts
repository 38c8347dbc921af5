// SPDX-License-Identifier: Apache-2.0
import { type Fields, int, list, string } from '../field.ts';

/** A health check; what it does can't be selected. */
export const checkFields: Fields = {
  Node: string,
  CheckID: string,
  Name: string,
  Status: string,
  Notes: string,
  Output: string,
  ServiceID: string,
  ServiceName: string,
  ServiceTags: list(string),
  Type: string,
  Interval: string,
  Timeout: string,
  ExposedPort: int,
  PeerName: string,
};
