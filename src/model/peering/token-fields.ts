// SPDX-License-Identifier: Apache-2.0
// From parsed JSON to a token, by the rules of Go's decoder: keys match without regard to case, unknown keys are passed
// over, null leaves a field unset, a later key wins, and the first value of a wrong type is named as Go names it.
import type { Locality } from '../catalog/node.ts';
import type { RemoteInfo } from './peering.ts';
import type { PeeringToken } from './token.ts';

export type ReadToken = { readonly token: PeeringToken } | { readonly typeError: string };

export function readToken(json: unknown): ReadToken {
  try {
    return { token: tokenOf(json) };
  } catch (error) {
    if (error instanceof WrongType) return { typeError: error.message };
    throw error;
  }
}

class WrongType extends Error {
  /** `where` is Go's description of the field and ends in its type. */
  constructor(value: unknown, where: string) {
    const kind = Array.isArray(value)
      ? 'array'
      : typeof value === 'boolean'
        ? 'bool'
        : typeof value;
    super(`json: cannot unmarshal ${kind} into Go ${where}`);
  }
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

function tokenOf(json: unknown): PeeringToken {
  const remote: Mutable<RemoteInfo> = { Partition: '', Datacenter: '', Locality: null };
  const token: Mutable<PeeringToken> = {
    CA: null,
    ManualServerAddresses: null,
    ServerAddresses: null,
    ServerName: '',
    PeerID: '',
    EstablishmentSecret: '',
    Remote: remote,
  };
  const struct = { name: 'PeeringToken', path: '' };
  readStruct(json, 'value of type structs.PeeringToken', {
    CA: (value) => (token.CA = stringsOf(value, struct, 'CA')),
    ManualServerAddresses: (value) =>
      (token.ManualServerAddresses = stringsOf(value, struct, 'ManualServerAddresses')),
    ServerAddresses: (value) =>
      (token.ServerAddresses = stringsOf(value, struct, 'ServerAddresses')),
    ServerName: (value) =>
      (token.ServerName = stringOf(value, struct, 'ServerName', token.ServerName)),
    PeerID: (value) => (token.PeerID = stringOf(value, struct, 'PeerID', token.PeerID)),
    EstablishmentSecret: (value) =>
      (token.EstablishmentSecret = stringOf(
        value,
        struct,
        'EstablishmentSecret',
        token.EstablishmentSecret,
      )),
    Remote: (value) => readRemote(value, remote),
  });
  return token;
}

function readRemote(json: unknown, remote: Mutable<RemoteInfo>): void {
  const struct = { name: 'PeeringTokenRemote', path: 'Remote.' };
  readStruct(json, 'struct field PeeringToken.Remote of type structs.PeeringTokenRemote', {
    Partition: (value) =>
      (remote.Partition = stringOf(value, struct, 'Partition', remote.Partition)),
    Datacenter: (value) =>
      (remote.Datacenter = stringOf(value, struct, 'Datacenter', remote.Datacenter)),
    Locality: (value) => (remote.Locality = localityOf(value, remote.Locality)),
  });
}

function localityOf(json: unknown, before: Locality | null): Locality | null {
  if (json === null) return null;
  const locality: Mutable<Locality> = { ...before };
  const struct = { name: 'Locality', path: 'Remote.Locality.' };
  readStruct(json, 'struct field PeeringTokenRemote.Remote.Locality of type structs.Locality', {
    Region: (value) => (locality.Region = stringOf(value, struct, 'Region', locality.Region ?? '')),
    Zone: (value) => (locality.Zone = stringOf(value, struct, 'Zone', locality.Zone ?? '')),
  });
  return locality;
}

/** A Go struct: its name, and the JSON path to it with a dot behind. */
interface Struct {
  readonly name: string;
  readonly path: string;
}

function readStruct(
  json: unknown,
  where: string,
  fields: Readonly<Record<string, (value: unknown) => unknown>>,
): void {
  if (json === null) return;
  if (typeof json !== 'object' || Array.isArray(json)) throw new WrongType(json, where);
  const byFolded = new Map(Object.entries(fields).map(([name, read]) => [foldKey(name), read]));
  for (const [key, value] of Object.entries(json)) byFolded.get(foldKey(key))?.(value);
}

function stringOf(value: unknown, struct: Struct, field: string, before: string): string {
  if (value === null) return before;
  if (typeof value !== 'string') throw new WrongType(value, fieldOfType(struct, field, 'string'));
  return value.toWellFormed();
}

function stringsOf(value: unknown, struct: Struct, field: string): readonly string[] | null {
  if (value === null) return null;
  if (!Array.isArray(value)) throw new WrongType(value, fieldOfType(struct, field, '[]string'));
  return value.map((item: unknown) => stringOf(item, struct, field, ''));
}

function fieldOfType(struct: Struct, field: string, type: string): string {
  return `struct field ${struct.name}.${struct.path}${field} of type ${type}`;
}

/** Go folds keys as Unicode does for ASCII letters: the long s and the Kelvin sign count as s and k. */
function foldKey(key: string): string {
  return key.replaceAll('\u017f', 's').replaceAll('\u212a', 'k').toLowerCase();
}
