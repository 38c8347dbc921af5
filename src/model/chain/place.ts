// SPDX-License-Identifier: Apache-2.0
// Where calls can end: a service, perhaps a subset of it, in a datacenter or at a peer.
import { DEFAULT_NAME } from '../tenancy.ts';

export interface Place {
  readonly service: string;
  /** '' for all instances. */
  readonly subset: string;
  /** '' at a peer. */
  readonly datacenter: string;
  /** The local name of a peering; '' within the cluster. */
  readonly peer: string;
}

/** What an entry says of another place; what it leaves out stays as it is, but for the peer. */
export interface Move {
  readonly Service?: string;
  readonly ServiceSubset?: string;
  readonly Datacenter?: string;
  readonly Peer?: string;
}

/** The id of a target: the same place has the same id, and a peer does not tell its subsets apart. */
export function targetId({ service, subset, datacenter, peer }: Place): string {
  const name = `${service}.${DEFAULT_NAME}.${DEFAULT_NAME}`;
  if (peer !== '') return `${name}.external.${peer}`;
  return `${subset === '' ? '' : `${subset}.`}${name}.${datacenter}`;
}

/** A place seen from another. `home` is the datacenter that the chain is compiled for. */
export function moved(from: Place, move: Move, home: string): Place {
  const { Service = '', ServiceSubset = '', Datacenter = '', Peer = '' } = move;
  const isOther = Service !== '' && Service !== from.service;
  return {
    service: isOther ? Service : from.service,
    // Another service has other subsets.
    subset: ServiceSubset || (isOther ? '' : from.subset),
    datacenter: Peer === '' ? Datacenter || from.datacenter || home : '',
    peer: Peer,
  };
}
