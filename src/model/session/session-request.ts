// SPDX-License-Identifier: Apache-2.0
// What a client asks a session to be. Unknown fields are passed over, as Consul does here alone.
import { durationError, parseDurationMs } from '../duration.ts';
import { SERF_CHECK } from '../catalog/node.ts';
import { Refusal } from '../refusal.ts';
import { any, list, named, object, raftIndexes, string, type ValueOf } from '../shape/shape.ts';
import { type Session, ttlMsOf } from './session.ts';

const DEFAULT_LOCK_DELAY_NS = 15e9;
// Consul's rule: a number this small can't have been meant as nanoseconds.
const LEAST_NS = 1_000;

export const sessionRequestShape = named(
  object('.Alias', {
    LockDelay: any,
    ID: string,
    Name: string,
    Node: string,
    Checks: list(named(string, 'types.CheckID')),
    NodeChecks: list(string),
    ServiceChecks: list(object('ServiceCheck', { ID: string, Namespace: string })),
    Behavior: named(string, 'structs.SessionBehavior'),
    TTL: string,
    ...raftIndexes,
  }),
  'struct { LockDelay interface {}; *structs.Alias }',
);

export type SessionRequest = ValueOf<typeof sessionRequestShape>;

/**
 * A session as it will be stored, its checks still unproven. `written` is the raw body, which tells a field that is null
 * from one that is not there.
 */
export function sessionOf(
  request: SessionRequest,
  written: unknown,
  { id, ownNode }: { readonly id: string; readonly ownNode: string },
): Session {
  const { Name = '', Node = ownNode, Behavior = '', TTL = '' } = request;
  if (Node === '') throw new Refusal('rpc-error', 'Must provide Node');
  if (Behavior !== '' && Behavior !== 'release' && Behavior !== 'delete') {
    throw new Refusal('rpc-error', `Invalid Behavior setting '${Behavior}'`);
  }
  ttlMsOf(TTL);
  return {
    ID: id,
    Name,
    Node,
    LockDelay: lockDelayNs(request.LockDelay),
    Behavior: Behavior || 'release',
    TTL,
    ...nodeChecksOf(request, written),
    ServiceChecks:
      request.ServiceChecks?.map(({ ID = '', Namespace = '' }) => ({ ID, Namespace })) ?? null,
  };
}

/** Whoever names checks in the older field has to name some there: none is none at all, whatever the newer one says. */
function nodeChecksOf(
  { NodeChecks, Checks }: SessionRequest,
  written: unknown,
): Pick<Session, 'NodeChecks' | 'Checks'> {
  const isNone = Checks?.length === 0 || (Checks === undefined && hasNull(written, 'checks'));
  if (isNone) return { NodeChecks: [] };
  const byDefault = hasNull(written, 'nodechecks') ? null : [SERF_CHECK];
  const nodeChecks = NodeChecks ?? byDefault;
  const isOldDefault = Checks === undefined || (Checks.length === 1 && Checks[0] === SERF_CHECK);
  if (isOldDefault || nodeChecks === null || nodeChecks.length === 0) {
    return { NodeChecks: nodeChecks };
  }
  return { NodeChecks: nodeChecks, Checks };
}

function hasNull(written: unknown, name: string): boolean {
  if (typeof written !== 'object' || written === null) return false;
  return Object.entries(written).some(([key, value]) => {
    return key.toLowerCase() === name && value === null;
  });
}

function lockDelayNs(written: unknown): number {
  const ns = readNs(written);
  // What 64 bits don't hold goes round, as it does there, and stays a number that clients can read.
  if (Math.abs(ns) >= 2 ** 63) return 0;
  return ns < LEAST_NS ? Number(BigInt.asIntN(64, BigInt(ns) * 1_000_000_000n)) : ns;
}

function readNs(written: unknown): number {
  if (written === undefined || written === null) return DEFAULT_LOCK_DELAY_NS;
  if (typeof written === 'number') return Math.trunc(written);
  // Whatever is no delay at all is none, as in Consul.
  if (typeof written !== 'string') return 0;
  const ms = parseDurationMs(written);
  if (ms !== undefined) return Math.round(ms * 1e6);
  throw new Refusal('invalid-argument', `Request decode failed: ${durationError(written)}`);
}
