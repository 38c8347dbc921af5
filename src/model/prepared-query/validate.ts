// SPDX-License-Identifier: Apache-2.0
// What a query must be to be kept, as far as it can be told from itself, in Consul's words and order.
import { durationError, parseDurationMs } from '../duration.ts';
import { metaError } from '../meta.ts';
import { Refusal } from '../refusal.ts';
import type { PreparedQuery, ServiceQuery } from './query.ts';

// What those who may not see a token are shown instead.
const HIDDEN = '<hidden>';

/** Throws Refusal with the reason when it can't be kept. */
export function validateQuery(query: PreparedQuery): void {
  const problem = problemOf(query);
  if (problem !== undefined) throw new Refusal('rpc-error', `Invalid prepared query: ${problem}`);
}

function problemOf({ Name, Session, Token, Template, Service, DNS }: PreparedQuery) {
  // Nobody would ever find or remove it.
  if (Name === '' && Template.Type === '' && Session === '') return 'Must be bound to a session';
  if (Token === HIDDEN) {
    return `Bad Token '${HIDDEN}', it looks like a query definition with a redacted token was submitted`;
  }
  return serviceProblem(Service) ?? ttlProblem(DNS.TTL);
}

function serviceProblem({ Service, SamenessGroup, Failover, NodeMeta }: ServiceQuery) {
  if (Service === '') return 'Must provide a Service name to query';
  const { NearestN, Datacenters, Targets } = Failover;
  if (NearestN < 0) return `Bad NearestN '${NearestN}', must be >= 0`;
  const asksDatacenters = NearestN !== 0 || (Datacenters ?? []).length > 0;
  if (asksDatacenters && (Targets ?? []).length > 0) {
    return 'Targets cannot be populated with NearestN or Datacenters';
  }
  const metaProblem = metaError(NodeMeta ?? {}, 'all');
  if (metaProblem !== undefined) return metaProblem;
  return SamenessGroup === '' ? undefined : 'sameness-groups are an enterprise-only feature';
}

function ttlProblem(ttl: string): string | undefined {
  if (ttl === '') return undefined;
  const ms = parseDurationMs(ttl);
  if (ms === undefined) return `Bad DNS TTL '${ttl}': ${durationError(ttl)}`;
  return ms < 0 ? `DNS TTL '${Math.round(ms * 1e6)}', must be >=0` : undefined;
}
