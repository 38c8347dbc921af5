// SPDX-License-Identifier: Apache-2.0
// The records of a snapshot of Consul's: a header, then for each record a byte for its kind and a value, all in
// MessagePack. Only their lengths matter, and the names of keys.
import { mapEntry, valueEnd } from './msgpack.ts';
import type { Counted, RowReader } from './row-reader.ts';

/** By the number of the kind; a number without a name is shown as it is. */
const KINDS: readonly (string | undefined)[] = [
  'Register',
  'Deregister',
  'KVS',
  'Session',
  'ACL',
  'Tombstone',
  'CoordinateBatchUpdate',
  'PreparedQuery',
  'Txn',
  'Autopilot',
  'Area',
  'ACLBootstrap',
  'Intention',
  'ConnectCA',
  'ConnectCAProviderState',
  'ConnectCAConfig',
  'Index',
  'ACLToken',
  'ACLTokenDelete',
  'ACLPolicy',
  'ACLPolicyDelete',
  'ConnectCALeaf',
  'ConfigEntry',
  'ACLRole',
  'ACLRoleDelete',
  'ACLBindingRule',
  'ACLBindingRuleDelete',
  'ACLAuthMethod',
  'ACLAuthMethodDelete',
  'ChunkingState',
  'FederationState',
  'SystemMetadata',
  'ServiceVirtualIP',
  'FreeVirtualIP',
  'KindServiceName',
  'Peering',
  'PeeringDelete',
  undefined,
  'PeeringTrustBundle',
  'PeeringTrustBundleDelete',
  'PeeringSecret',
  undefined,
  'Resource',
  'UpdateManualVirtualIPRequestType',
  'Census',
];

const KVS = 2;
const MAX_RECORD_BYTES = 64 * 1024 * 1024;

export class ConsulRecords implements RowReader {
  #rest: Buffer = Buffer.alloc(0);
  /** Of the header, which Consul counts with the first record; undefined before it was read. */
  #before: number | undefined;
  /** How much there has to be before it is worth another look. */
  #awaited = 0;

  take(chunk: Buffer, count: (row: Counted) => void): void {
    this.#rest = Buffer.concat([this.#rest, chunk]);
    if (this.#rest.length >= this.#awaited) this.#read(count);
  }

  finish(count: (row: Counted) => void): void {
    this.#read(count);
    if (this.#rest.length > 0) throw new Error('the last record breaks off');
  }

  #read(count: (row: Counted) => void): void {
    let at = 0;
    if (this.#before === undefined) {
      const end = valueEnd(this.#rest, 0);
      if (end === undefined) return this.#keep(0);
      [this.#before, at] = [end, end];
    }
    for (;;) {
      const kind = this.#rest[at];
      const end = kind === undefined ? undefined : valueEnd(this.#rest, at + 1);
      if (kind === undefined || end === undefined) return this.#keep(at);
      const bytes = end - at + this.#before;
      const row = { name: KINDS[kind] ?? `Unknown(${kind})`, bytes };
      const key = kind === KVS ? mapEntry(this.#rest, at + 1, 'Key') : undefined;
      count(key === undefined ? row : { ...row, key });
      [this.#before, at] = [0, end];
    }
  }

  // A record that is not there as a whole is looked at again when there is twice as much of it.
  #keep(at: number): void {
    this.#rest = this.#rest.subarray(at);
    if (this.#rest.length > MAX_RECORD_BYTES) throw new Error('a record is too large');
    this.#awaited = this.#rest.length * 2;
  }
}
