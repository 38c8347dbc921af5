// SPDX-License-Identifier: Apache-2.0
// What HTTP requests take, per endpoint, and how many of them are about the cluster's data, which in Consul servers
// hear of by RPC.
import type { Endpoint } from '../../wire/http/endpoint.ts';
import type { Meter, Meters } from './meter.ts';

/** Endpoints that have a sample of their own. */
const OWN: Readonly<Record<string, string>> = {
  'GET /v1/query/:id/execute': 'prepared-query.execute',
  'GET /v1/query/:id/explain': 'prepared-query.explain',
  'PUT /v1/session/renew/:session': 'session.renew',
};

const OWN_HELP: Readonly<Record<string, string>> = {
  'prepared-query.execute': 'Milliseconds that executing prepared queries took.',
  'prepared-query.explain': 'Milliseconds that explaining prepared queries took.',
  'session.renew': 'Milliseconds that renewing sessions took.',
};

/** Endpoints that have a sample of their own, as 'METHOD path'. */
export const ownTimes: readonly string[] = Object.keys(OWN);

interface Told {
  readonly times: readonly Meter[];
  readonly counters: readonly Meter[];
}

/** To be told of every request that an endpoint answered. */
export function requestTimes(meters: Meters): (endpoint: Endpoint, ms: number) => void {
  const counter = (name: string, help: string): Meter =>
    meters.meter({ name, help, kind: 'counter', labels: {} });
  const time = (name: string): Meter =>
    meters.meter({ name, help: OWN_HELP[name] ?? '', kind: 'sample', labels: {} });
  for (const name of Object.values(OWN)) time(name);
  const requests = counter('rpc.request', "Requests about the cluster's data.");
  const queries = counter('rpc.query', "Requests that read the cluster's data.");
  const fromClients = counter('client.rpc', "Requests about the cluster's data, of clients.");

  const toldOf = (endpoint: Endpoint): Told => {
    const { method, path } = endpoint;
    const own = OWN[`${method} ${path}`];
    const reads = method === 'GET' ? [queries] : [];
    return {
      times: [httpTime(meters, endpoint), ...(own === undefined ? [] : [time(own)])],
      counters: isOfAgent(endpoint) ? [] : [requests, fromClients, ...reads],
    };
  };
  const byEndpoint = new Map<Endpoint, Told>();
  return (endpoint, ms) => {
    let told = byEndpoint.get(endpoint);
    if (told === undefined) {
      told = toldOf(endpoint);
      byEndpoint.set(endpoint, told);
    }
    for (const meter of told.times) meter.add(ms);
    for (const meter of told.counters) meter.add(1);
  };
}

const isOfAgent = ({ path }: Endpoint): boolean =>
  path.startsWith('/v1/agent/') || path === '/v1/event/list';

// What varies in a path is left out; the slash before it stays, so that a list and its items are told apart.
function httpTime(meters: Meters, { method, path }: Endpoint): Meter {
  const fixed = path.replace(/:.*$/, '');
  return meters.meter({
    name: 'api.http',
    help: 'Milliseconds that answering HTTP requests took, waiting included.',
    kind: 'sample',
    labels: { method, path: fixed.slice(1).replaceAll('/', '_') },
  });
}
