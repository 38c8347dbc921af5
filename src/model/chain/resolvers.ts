// SPDX-License-Identifier: Apache-2.0
// The ends of a chain. In: a place that calls go to. Out: the resolver node for where they really end, after redirects
// and default subsets, with those that stand in for it. Every place is resolved once.
import type { ServiceResolver } from '../config-entries/service-resolver/schema.ts';
import { formatDuration, parseDurationMs } from '../duration.ts';
import type { ChainTarget, FailoverPolicy, ResolverNode } from './compiled.ts';
import { graphError, type OneProtocol } from './one-protocol.ts';
import { type Move, moved, type Place, targetId } from './place.ts';
import { ownValue } from './own-value.ts';
import type { ChainRequest, Customised } from './request.ts';
import { targetAt } from './target.ts';

const DEFAULT_CONNECT_TIMEOUT_MS = 5_000;
const NANOSECONDS = 1e6;

export class Resolvers {
  readonly nodes = new Map<string, ResolverNode>();
  readonly targets = new Map<string, ChainTarget>();
  readonly #places = new Map<string, Place>();
  readonly #request: ChainRequest;
  readonly #protocol: OneProtocol;
  readonly #customised: Customised;

  constructor(request: ChainRequest, protocol: OneProtocol, customised: Customised) {
    this.#request = request;
    this.#protocol = protocol;
    this.#customised = customised;
  }

  /** The node for calls to a service, or to a subset of it, as the chain's own datacenter sees it. */
  of(service: string, subset = ''): ResolverNode {
    const place = this.#settle({ service, subset, datacenter: this.#request.datacenter, peer: '' });
    const id = targetId(place);
    const present = this.nodes.get(id);
    if (present !== undefined) return present;
    const resolver = this.#resolverAt(place);
    const node = { ...this.#nodeAt(place, resolver) };
    // Failover can lead back here, and finds it then.
    this.nodes.set(id, node);
    const legs = resolver === undefined ? [] : this.#legsOf(place, resolver);
    const Targets = legs.map((leg) => this.#standIn(leg));
    if (Targets.length > 0) {
      const policy = this.#policyOf(place, resolver);
      const Policy = policy === undefined ? {} : { Policy: policy };
      node.Resolver = { ...node.Resolver, Failover: { Targets, ...Policy } };
    }
    return node;
  }

  /** Follows redirects and default subsets to where they end. */
  #settle(start: Place): Place {
    const passed: string[] = [];
    for (let place = start; ;) {
      const id = targetId(place);
      if (this.nodes.has(id)) return place;
      if (place.peer === '') this.#protocol.meet(place.service);
      const isCircle = passed.includes(id);
      passed.push(id);
      if (isCircle) {
        throw graphError(`detected circular resolver redirect: [${passed.join(' -> ')}]`);
      }
      const next = this.#next(place, this.#resolverAt(place));
      if (next === undefined) return place;
      place = next;
    }
  }

  #next(place: Place, resolver: ServiceResolver | undefined): Place | undefined {
    const { Redirect: redirect, DefaultSubset = '', Subsets = {} } = resolver ?? {};
    if (redirect !== undefined) {
      const next = this.#moved(place, redirect);
      if (targetId(next) !== targetId(place)) return next;
    }
    if (place.subset === '') {
      return DefaultSubset === ''
        ? undefined
        : this.#moved(place, { ServiceSubset: DefaultSubset });
    }
    if (Object.hasOwn(Subsets, place.subset)) return undefined;
    const [service, subset] = [JSON.stringify(place.service), JSON.stringify(place.subset)];
    throw graphError(`service ${service} does not have a subset named ${subset}`);
  }

  #moved(place: Place, move: Move): Place {
    const next = moved(place, move, this.#request.datacenter);
    const id = targetId(next);
    // At a peer all subsets are one place: that of who came first.
    const first = this.#places.get(id) ?? next;
    this.#places.set(id, first);
    return first;
  }

  #nodeAt(place: Place, resolver: ServiceResolver | undefined): Mutable<ResolverNode> {
    const id = targetId(place);
    const ConnectTimeout = formatDuration(this.#connectTimeoutMs(resolver));
    this.targets.set(
      id,
      targetAt(place, resolver, ConnectTimeout, this.#request, this.#customised),
    );
    const requestTimeoutMs = parseDurationMs(resolver?.RequestTimeout ?? '0') ?? 0;
    return {
      Type: 'resolver',
      Name: id,
      Resolver: {
        ConnectTimeout,
        ...(requestTimeoutMs > 0
          ? { RequestTimeout: Math.round(requestTimeoutMs * NANOSECONDS) }
          : {}),
        ...(saysNothing(resolver) ? { Default: true } : {}),
        Target: id,
      },
      ...(resolver?.LoadBalancer === undefined ? {} : { LoadBalancer: resolver.LoadBalancer }),
    };
  }

  #connectTimeoutMs(resolver: ServiceResolver | undefined): number {
    const ofEntry = parseDurationMs(resolver?.ConnectTimeout ?? '0') || DEFAULT_CONNECT_TIMEOUT_MS;
    const asked = this.#request.overrides.connectTimeoutMs;
    if (asked <= 0 || asked === ofEntry) return ofEntry;
    this.#customised.connectTimeoutMs = asked;
    return asked;
  }

  /** The places that stand in for one, in their order, without itself. */
  #legsOf(place: Place, { Failover = {} }: ServiceResolver): readonly Place[] {
    const failover = failoverAt(place, Failover);
    if (failover === undefined) return [];
    const { Datacenters = [], Targets = [], Service, ServiceSubset } = failover;
    const to = {
      ...(Service === undefined ? {} : { Service }),
      ...(ServiceSubset === undefined ? {} : { ServiceSubset }),
    };
    let moves: readonly Move[] = [to];
    if (Datacenters.length > 0) moves = Datacenters.map((Datacenter) => ({ ...to, Datacenter }));
    else if (Targets.length > 0) moves = Targets;
    return moves
      .map((move) => this.#moved(place, move))
      .filter((leg) => targetId(leg) !== targetId(place));
  }

  #policyOf(place: Place, resolver: ServiceResolver | undefined): FailoverPolicy | undefined {
    const ofPlace = failoverAt(place, resolver?.Failover)?.Policy;
    return ofPlace ?? this.#request.entries.proxyDefaults()?.FailoverPolicy;
  }

  /** The id of the target that a leg ends at; it has no node of its own. */
  #standIn(leg: Place): string {
    const place = this.#settle(leg);
    const present = this.nodes.get(targetId(place));
    return (present ?? this.#nodeAt(place, this.#resolverAt(place))).Resolver.Target;
  }

  /** What a peer has under the name of a service that the chain reaches here is taken for the same, in Consul too. */
  #resolverAt({ service }: Place): ServiceResolver | undefined {
    return this.#request.entries.resolver(service);
  }
}

const failoverAt = ({ subset }: Place, all: ServiceResolver['Failover']) =>
  ownValue(all, subset) ?? ownValue(all, '*');

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** Whether calls go on as if there were no such entry. */
function saysNothing(resolver: ServiceResolver | undefined): boolean {
  if (resolver === undefined) return true;
  const { Kind: _kind, Name: _name, Meta: _meta, Subsets, Failover, ...rest } = resolver;
  const listed = [Subsets, Failover].some((map) => Object.keys(map ?? {}).length > 0);
  return !listed && Object.keys(rest).length === 0;
}
