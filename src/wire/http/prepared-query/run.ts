// SPDX-License-Identifier: Apache-2.0
// Runs a query: our own instances, those nearest first if it asks for that, else in any order so that they share the
// load; and when there are none, those that were imported from the peers that it names.
import type { PreparedQuery, ServiceQuery } from '../../../model/prepared-query/query.ts';
import { queryDistances } from '../../../views/prepared-query/distances.ts';
import { type QueriedInstance, queriedInstances } from '../../../views/prepared-query/instances.ts';
import { nodeAt } from '../../../views/prepared-query/node-at.ts';
import type { HttpContext } from '../context.ts';
import type { HttpRequest } from '../endpoint.ts';
import { addressOf, type RunOptions } from './run-options.ts';

export interface Found {
  readonly Nodes: readonly QueriedInstance[];
  /** Of the instances; '' when they are a peer's. */
  readonly Datacenter: string;
  readonly PeerName: string;
  /** How many other places were asked. */
  readonly Failovers: number;
}

// Of the instances at equal distance, only so many are looked through for the very node that is asked for.
const LOOKED_THROUGH = 10;

export function runQuery(
  { Service }: PreparedQuery,
  { limit, connect }: RunOptions,
  request: HttpRequest,
  context: HttpContext,
): Found {
  const wanted = connect ? { ...Service, Connect: true } : Service;
  const limited = (Nodes: readonly QueriedInstance[]) =>
    limit > 0 ? Nodes.slice(0, limit) : Nodes;
  const near = nearOf(wanted, request, context);
  const own = limited(sorted(wanted, near, context));
  if (own.length > 0) return { Nodes: own, ...placeOf(wanted.Peer, context), Failovers: 0 };
  let failovers = 0;
  let last = { Nodes: own, ...placeOf(wanted.Peer, context) };
  for (const Peer of peersToAsk(wanted)) {
    failovers += 1;
    const there = { ...wanted, Peer };
    const Nodes = limited(shuffled(context.views.get(queriedInstances, there).value));
    last = { Nodes, ...placeOf(Peer, context) };
    if (Nodes.length > 0) break;
  }
  return { ...last, Failovers: failovers };
}

function placeOf(PeerName: string, { agent }: HttpContext) {
  return { Datacenter: PeerName === '' ? agent.datacenter : '', PeerName };
}

// No other datacenter is known here, and a target that names an unknown one is passed over.
function peersToAsk({ Failover }: ServiceQuery): readonly string[] {
  return (Failover.Targets ?? [])
    .filter(({ Peer, Datacenter }) => Datacenter === '' && Peer !== '')
    .map(({ Peer }) => Peer);
}

/** The node to sort by; '' for none. What the client asks for counts more than what the query does. */
function nearOf({ Near }: ServiceQuery, request: HttpRequest, { agent, views }: HttpContext) {
  const near = (request.query.get('near') ?? '') || Near;
  if (near === '_agent') return agent.nodeName;
  if (near !== '_ip') return near;
  const address = addressOf(request);
  return address === '' ? '' : views.get(nodeAt, address).value;
}

function sorted(wanted: ServiceQuery, near: string, { views }: HttpContext): QueriedInstance[] {
  const instances = shuffled(views.get(queriedInstances, wanted).value);
  // Nobody knows how far it is to the nodes of a peer.
  if (near === '' || wanted.Peer !== '') return instances;
  const { value: distances } = views.get(queryDistances, { from: near, of: wanted });
  if (distances !== undefined) {
    const distanceOf = ({ Node }: QueriedInstance) => distances.get(Node.Node) ?? Infinity;
    instances.sort((a, b) => {
      const [left, right] = [distanceOf(a), distanceOf(b)];
      return left === right ? 0 : left - right;
    });
  }
  const name = near.toLowerCase();
  const itself = instances.slice(0, LOOKED_THROUGH).findIndex(({ Node }) => {
    return Node.Node.toLowerCase() === name;
  });
  if (itself > 0) swap(instances, 0, itself);
  return instances;
}

function shuffled(instances: readonly QueriedInstance[]): QueriedInstance[] {
  const copy = [...instances];
  for (let i = copy.length - 1; i > 0; i -= 1) swap(copy, i, Math.floor(Math.random() * (i + 1)));
  return copy;
}

function swap<T>(items: T[], a: number, b: number): void {
  const [first, second] = [items[a] as T, items[b] as T];
  items[a] = second;
  items[b] = first;
}
