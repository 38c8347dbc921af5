// SPDX-License-Identifier: Apache-2.0
// What an endpoint needs to be allowed. Declared by every endpoint from day one; enforced at the edge,
// where the token is resolved once. Names are those of Consul's ACL rules.

export type AccessLevel = 'read' | 'write';

export interface Permission {
  readonly resource:
    | 'agent'
    | 'service'
    | 'node'
    | 'operator'
    | 'mesh'
    | 'peering'
    | 'intention'
    | 'session'
    | 'key'
    | 'acl'
    | 'query'
    | 'event';
  readonly access: AccessLevel;
  /** The name of the path parameter or body field that holds the resource's name, if it has one. */
  readonly of?: string;
}

/** Anybody may call it, or what is shown is filtered row by row (then `filteredBy` says by what). */
export interface OpenPermission {
  readonly resource: 'none';
  readonly filteredBy?: readonly (
    | 'node'
    | 'service'
    | 'intention'
    | 'session'
    | 'event'
    | 'query'
  )[];
}

/** What the kind of the entry asks for (model/config-entries/<kind>/permission.ts). */
export interface EntryPermission {
  readonly resource: 'config-entry';
  readonly access: AccessLevel;
}

/** What each of the operations of a transaction asks for. */
export interface TransactionPermission {
  readonly resource: 'transaction';
}

export type RequiredPermission =
  | Permission
  | OpenPermission
  | EntryPermission
  | TransactionPermission;
