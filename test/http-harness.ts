// SPDX-License-Identifier: Apache-2.0
// A whole server but for its surroundings, for tests of endpoints: memory log, state, views, commands and
// the HTTP server on a free port. What endpoints get from outside can be replaced, part by part.
import { randomUUID } from 'node:crypto';
import type { Command } from '../src/commands/command.ts';
import { builtinCaSettings } from '../src/model/ca/ca-config.ts';
import { NO_PROGRAMS } from '../src/model/agent/check-type.ts';
import { openMemoryLog } from '../src/log/memory/store.ts';
import { type Core, openCore } from '../src/server/core.ts';
import { openEvents } from '../src/server/events.ts';
import { readHostInfo } from '../src/server/self/host-info.ts';
import { readRuntimeFacts } from '../src/server/self/runtime-facts.ts';
import { LogHub } from '../src/server/log-hub.ts';
import { sampleMetrics } from './metrics-samples.ts';
import type { HttpContext } from '../src/wire/http/context.ts';
import type { Endpoint } from '../src/wire/http/endpoint.ts';
import { endpoints as allEndpoints } from '../src/wire/http/endpoints.ts';
import { type ArrivalLimits, HttpServer } from '../src/wire/http/server.ts';
import type { HttpSettings } from '../src/wire/http/settings.ts';
import { openSnapshots } from '../src/server/snapshot/snapshots.ts';
import { freePort } from './ports.ts';
import { sampleSelf } from './agent-samples.ts';

export interface HttpHarness extends AsyncDisposable {
  readonly url: string;
  readonly port: number;
  readonly core: Core;
  /** Defects that were reported; a test that expects none need not look: `close` throws the first. */
  readonly defects: unknown[];
  readonly issue: <I, R>(command: Command<I, R>, input: I) => Promise<R>;
  /** Sends a request; an object as body is sent as JSON. Redirects are not followed. */
  readonly send: (
    method: string,
    target: string,
    body?: unknown,
    headers?: Record<string, string>,
  ) => Promise<Answer>;
  readonly get: (target: string) => Promise<Answer>;
  readonly put: (target: string, body?: unknown) => Promise<Answer>;
  readonly close: () => Promise<void>;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** X-Consul-Index, 0 when there is none. */
  readonly index: number;
  /** The body as JSON; undefined when it is none. */
  // oxlint-disable-next-line typescript/no-explicit-any -- tests look into it as they like
  readonly json: any;
}

export interface HttpHarnessOptions {
  /** Default: all. */
  readonly endpoints?: readonly Endpoint[];
  /** Replaces parts of what an operator decides; default: a UI, and connections without limit. */
  readonly settings?: Partial<HttpSettings>;
  readonly arrival?: ArrivalLimits;
  /** Replaces parts of the context that endpoints get. */
  readonly context?: (core: Core) => Partial<HttpContext>;
}

/** An agent that does nothing by itself. */
export const idleAgent: HttpContext['localAgent'] = {
  sidecarPorts: { min: 21_000, max: 21_255 },
  allowedChecks: NO_PROGRAMS,
  report: () => Promise.reject(new Error('nobody runs checks here')),
  pendingOutput: () => undefined,
  leafOf: () => Promise.reject(new Error('nobody signs certificates here')),
};

export async function openHttpHarness(options: HttpHarnessOptions = {}): Promise<HttpHarness> {
  const core = await openCore(await openMemoryLog());
  const stop = new AbortController();
  const following = core.follow(stop.signal);
  const defects: unknown[] = [];
  const issue: HttpHarness['issue'] = async (command, input) => {
    const { reply } = await core.commands.issue(command, input, { origin: 'test' });
    return reply;
  };
  const context = { ...defaultContext(core, issue), ...options.context?.(core) };
  const server = new HttpServer({
    endpoints: options.endpoints ?? allEndpoints,
    context,
    settings: { uiPath: '/ui/', maxConnectionsPerClient: 0, ...options.settings },
    ...(options.arrival === undefined ? {} : { arrival: options.arrival }),
    onDefect: (error) => defects.push(error),
  });
  const port = await server.listen('127.0.0.1', await freePort());
  const url = `http://127.0.0.1:${port}`;
  const send: HttpHarness['send'] = (method, target, body, headers) => {
    return ask(method, url + target, body, headers);
  };
  const close = async (): Promise<void> => {
    await server.close();
    stop.abort();
    await following;
    await core.log.close();
    if (defects.length > 0) throw defects[0];
  };
  return {
    url,
    port,
    core,
    defects,
    issue,
    send,
    get: (target) => send('GET', target),
    put: (target, body) => send('PUT', target, body),
    close,
    [Symbol.asyncDispose]: close,
  };
}

function defaultContext(core: Core, issue: HttpHarness['issue']): HttpContext {
  return {
    views: core.views,
    issue,
    commit: (command, input) => core.commands.issue(command, input, { origin: 'test' }),
    now: () => Date.now(),
    newId: () => randomUUID(),
    queries: { defaultMs: 300_000, maxMs: 600_000 },
    limits: { kvValueBytes: 512 * 1024, txnBytes: 512 * 1024 },
    agent: {
      datacenter: 'dc1',
      nodeName: 'node-1',
      nodeId: '11111111-2222-4333-8444-555555555555',
      advertiseAddress: '127.0.0.1',
    },
    renewSession: () => {},
    self: sampleSelf,
    snapshots: openSnapshots({ core, now: Date.now, self: sampleSelf, onRestored: () => {} }),
    operator: { facts: () => ({ revision: core.state.at, sinceMs: 0 }) },
    logs: new LogHub(),
    hostInfo: () => readHostInfo('/'),
    runtime: readRuntimeFacts,
    leave: () => {},
    reload: () => Promise.resolve(),
    metrics: sampleMetrics(core),
    events: openEvents(core.views, 'node-1'),
    localAgent: idleAgent,
    configureCa: async (request) => void builtinCaSettings(request),
    exchangeSecret: () => Promise.reject(new Error('there is no other cluster here')),
  };
}

async function ask(
  method: string,
  url: string,
  body: unknown,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const text = typeof body === 'string' || body === undefined ? body : JSON.stringify(body);
  const response = await fetch(url, {
    method,
    headers,
    redirect: 'manual',
    ...(text === undefined ? {} : { body: text }),
  });
  const answer = await response.text();
  let json: unknown;
  try {
    json = JSON.parse(answer);
  } catch {
    json = undefined;
  }
  const index = Number(response.headers.get('x-consul-index') ?? 0);
  return { status: response.status, headers: response.headers, text: answer, index, json };
}
