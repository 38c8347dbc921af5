// SPDX-License-Identifier: Apache-2.0
// What can be watched: for each type the request, and what of its answer is shown. In: the parameters of a watch.
// Out: a View, or an Error that says what is missing or too much.
import type { Query } from '../client.ts';
import { parseExactJson, stringifyExactJson } from '../exact-json.ts';
import { keyPath, type Pair } from '../key-value.ts';
import { newerEvents } from './events.ts';

export interface WatchParameters {
  readonly key?: string;
  readonly prefix?: string;
  readonly service?: string;
  readonly service_id?: string;
  readonly tag?: readonly string[];
  readonly passingonly?: boolean;
  readonly state?: string;
  readonly name?: string;
  readonly filter?: string;
}

export interface View {
  readonly path: string;
  readonly query: Query;
  /** It waits for another content, not for a later index. */
  readonly isByHash?: true;
  /** The JSON to show, of the body of an answer; undefined for a 404. */
  readonly shown: (body: string | undefined, lastIndex: string | undefined) => string;
}

type Name = keyof WatchParameters;

interface ViewType {
  readonly takes: readonly Name[];
  readonly view: (parameters: WatchParameters) => View;
}

const asItIs = (body: string | undefined): string => body ?? 'null';

/** Keys as handlers of Consul's own `watch` get them: in its order, and with a session that may be ''. */
function pairsIn(body: string): readonly object[] {
  return parseExactJson<readonly Pair[]>(body).map((pair) => {
    const { Key, CreateIndex, ModifyIndex, LockIndex, Flags, Value, Session = '', ...rest } = pair;
    return { Key, CreateIndex, ModifyIndex, LockIndex, Flags, Value, Session, ...rest };
  });
}

/** The one key of the list that the API answers with. */
const onlyPair = (body: string | undefined): string =>
  stringifyExactJson(pairsIn(body ?? '[]')[0] ?? null);

const allPairs = (body: string | undefined): string =>
  body === undefined ? 'null' : stringifyExactJson(pairsIn(body));

const TYPES: Readonly<Record<string, ViewType>> = {
  key: {
    takes: ['key'],
    view: ({ key }) => ({
      path: keyPath(needed(key, 'Must specify a single key to watch')),
      query: {},
      shown: onlyPair,
    }),
  },
  keyprefix: {
    takes: ['prefix'],
    view: ({ prefix }) => ({
      path: keyPath(needed(prefix, 'Must specify a single prefix to watch')),
      query: { recurse: '' },
      shown: allPairs,
    }),
  },
  services: {
    takes: ['filter'],
    view: ({ filter }) => ({ path: '/v1/catalog/services', query: { filter }, shown: asItIs }),
  },
  nodes: {
    takes: ['filter'],
    view: ({ filter }) => ({ path: '/v1/catalog/nodes', query: { filter }, shown: asItIs }),
  },
  service: {
    takes: ['service', 'tag', 'passingonly', 'filter'],
    view: ({ service, tag, passingonly, filter }) => ({
      path: named('/v1/health/service', needed(service, 'Must specify a single service to watch')),
      query: { tag, passing: passingonly ? '1' : undefined, filter },
      shown: asItIs,
    }),
  },
  checks: {
    takes: ['service', 'state', 'filter'],
    view: ({ service, state, filter }) => {
      if (service !== undefined && state !== undefined) {
        throw new Error('Cannot specify service and state');
      }
      const path =
        service === undefined
          ? named('/v1/health/state', state ?? 'any')
          : named('/v1/health/checks', service);
      return { path, query: { filter }, shown: asItIs };
    },
  },
  event: {
    takes: ['name'],
    view: ({ name }) => ({ path: '/v1/event/list', query: { name }, shown: newerEvents }),
  },
  connect_roots: {
    takes: [],
    view: () => ({ path: '/v1/agent/connect/ca/roots', query: {}, shown: asItIs }),
  },
  connect_leaf: {
    takes: ['service'],
    view: ({ service }) => ({
      path: named(
        '/v1/agent/connect/ca/leaf',
        needed(service, 'Must specify a single service to watch'),
      ),
      query: {},
      shown: asItIs,
    }),
  },
  agent_service: {
    takes: ['service_id'],
    view: ({ service_id: id }) => ({
      path: named('/v1/agent/service', needed(id, 'Must specify a single service to watch')),
      query: {},
      isByHash: true,
      shown: asItIs,
    }),
  },
};

export const WATCH_TYPES: readonly string[] = Object.keys(TYPES);

/** Throws an Error that says what is wrong with the parameters. */
export function viewOf(type: string, parameters: WatchParameters): View {
  const found = Object.hasOwn(TYPES, type) ? TYPES[type] : undefined;
  if (found === undefined) throw new Error(`Unsupported watch type: ${type}`);
  const view = found.view(parameters);
  const given = Object.entries(parameters).filter(([, value]) => value !== undefined);
  const unused = given.map(([name]) => name).filter((name) => !found.takes.includes(name as Name));
  if (unused.length > 0) throw new Error(`Invalid parameters: [${unused.join(' ')}]`);
  return view;
}

function needed(value: string | undefined, message: string): string {
  if (value === undefined) throw new Error(message);
  return value;
}

const named = (path: string, name: string): string => `${path}/${encodeURIComponent(name)}`;
