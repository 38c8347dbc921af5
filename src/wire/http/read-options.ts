// SPDX-License-Identifier: Apache-2.0
// The parameters that Consul's reads share: index and wait, consistency, datacenter, and the tenancy of
// its enterprise edition, with its texts and in its order.
import { parseDurationMs } from '../../model/duration.ts';
import { Refusal } from '../../model/refusal.ts';
import type { HttpContext, QueryTimes } from './context.ts';
import type { Consistency, HttpRequest } from './endpoint.ts';

// A herd of clients that wait for the same thing should not all come back at once.
const JITTER_FRACTION = 16;
const MAX_INDEX = 2n ** 64n - 1n;

export interface ReadOptions {
  /** 0: answer at once. */
  readonly index: number;
  readonly waitMs: number;
  readonly consistency: Consistency;
}

export const AT_ONCE: ReadOptions = { index: 0, waitMs: 0, consistency: 'leader' };

/** Throws Refusal for parameters that are none. */
export function readOptions(request: HttpRequest, context: HttpContext): ReadOptions {
  const options = readOptionsAnywhere(request, context);
  checkDatacenter(request, context);
  return options;
}

/** The same where it doesn't matter which datacenter is asked for. */
export function readOptionsAnywhere(request: HttpRequest, context: HttpContext): ReadOptions {
  const { query, headers } = request;
  if (query.isEmpty && headers['cache-control'] === undefined) return AT_ONCE;
  const consistency = readConsistency(request);
  return { ...readWait(request, context), consistency };
}

/** What index to wait from, and how long; throws Refusal for what is none. */
export function readWait(
  { query }: HttpRequest,
  { queries }: HttpContext,
): Pick<ReadOptions, 'index' | 'waitMs'> {
  const waitMs = waitMsOf(query.get('wait') ?? '', queries);
  return { index: indexOf(query.get('index') ?? ''), waitMs };
}

/** How consistent an answer is asked for; throws Refusal for what contradicts itself. */
export function readConsistency(request: HttpRequest): Consistency {
  const consistency = consistencyOf(request);
  checkCacheControl(request.headers['cache-control']);
  return consistency;
}

/** Refuses a datacenter that is not ours; `datacenter` is another name of `dc` and wins. */
export function checkDatacenter({ query }: HttpRequest, context: HttpContext): void {
  if (query.isEmpty) return;
  checkDatacenterName(query.get('datacenter') || query.get('dc') || '', context);
}

export function checkDatacenterName(name: string, { agent }: HttpContext): void {
  if (name !== '' && name !== agent.datacenter) {
    throw new Refusal('rpc-error', 'No path to datacenter');
  }
}

/** Refuses what only Consul's enterprise edition has. Endpoints about nodes know no namespaces. */
export function checkTenancy(request: HttpRequest, hasNamespaces = true): void {
  const { query, headers } = request;
  if (hasNamespaces) {
    refuseEnterprise('header', 'X-Consul-Namespace', headers['x-consul-namespace'], 'Namespaces');
    if (!query.isEmpty) refuseEnterprise('query parameter', 'ns', query.get('ns'), 'Namespaces');
  }
  refuseEnterprise('header', 'X-Consul-Partition', headers['x-consul-partition'], 'Partitions');
  if (!query.isEmpty) {
    refuseEnterprise('query parameter', 'partition', query.get('partition'), 'Partitions');
  }
}

function refuseEnterprise(
  where: string,
  name: string,
  value: string | readonly string[] | null | undefined,
  feature: string,
): void {
  if (value === null || value === undefined || value === '') return;
  throw new Refusal(
    'invalid-argument',
    `Invalid ${where}: "${name}" - ${feature} are a Consul Enterprise feature`,
  );
}

function indexOf(text: string): number {
  if (text === '') return 0;
  const isIndex = /^\d{1,20}$/.test(text) && BigInt(text) <= MAX_INDEX;
  if (!isIndex) throw new Refusal('invalid-argument', 'Invalid index');
  return Number(text);
}

function waitMsOf(text: string, { defaultMs, maxMs }: QueryTimes): number {
  const asked = text === '' ? defaultMs : parseDurationMs(text);
  if (asked === undefined) throw new Refusal('invalid-argument', 'Invalid wait time');
  const waitMs = Math.min(asked <= 0 ? defaultMs : asked, maxMs);
  return waitMs + (Math.random() * waitMs) / JITTER_FRACTION;
}

function consistencyOf({ query }: HttpRequest): Consistency {
  const maxStale = query.get('max_stale') ?? '';
  const maxStaleMs = maxStale === '' ? 0 : parseDurationMs(maxStale);
  if (maxStaleMs === undefined) {
    throw new Refusal('invalid-argument', `Invalid max_stale value "${maxStale}"`);
  }
  const isStale = query.has('stale') || maxStaleMs > 0;
  const isConsistent = query.has('consistent');
  if (isStale && isConsistent) throw conflicting('stale');
  if (query.has('cached') && isConsistent) throw conflicting('cached');
  if (isConsistent) return 'consistent';
  return isStale ? 'stale' : 'leader';
}

function conflicting(name: string): Refusal {
  return new Refusal(
    'invalid-argument',
    `Cannot specify ?${name} with ?consistent, conflicting semantics.`,
  );
}

// Nothing is cached here, so its values change nothing, but a wrong one is told.
function checkCacheControl(header: string | undefined): void {
  if (header === undefined) return;
  for (const part of header.toLowerCase().split(',')) {
    const [name, value] = part.trim().split('=');
    if (value === undefined) continue;
    const isSeconds = name === 'max-age' || name === 'stale-if-error';
    if (isSeconds && !/^[+-]?\d{1,18}$/.test(value)) {
      throw new Refusal('invalid-argument', 'Invalid Cache-Control header.');
    }
  }
}
