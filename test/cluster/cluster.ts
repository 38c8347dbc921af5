// SPDX-License-Identifier: Apache-2.0
// A whole cluster in this process: a server with its real ports on loopback, asked over HTTP as any client
// would. Storage is memory, or a folder for clusters that must survive a restart.
import { randomUUID } from 'node:crypto';
import { silentLogger, type Logger } from '../../src/model/logger.ts';
import { parseFlags } from '../../src/cli/flags.ts';
import { agentFlags } from '../../src/server/config/flags.ts';
import { loadAgentConfig } from '../../src/server/config/load.ts';
import { settleNodeId } from '../../src/server/config/node-id.ts';
import { type RunningServer, startServer } from '../../src/server/wiring.ts';
import { freePort } from '../ports.ts';

export interface ClusterOptions {
  readonly datacenter: string;
  readonly dataDir?: string;
  readonly logger?: Logger;
  /** Where peers dial, when it must stay the same over a restart. */
  readonly grpcTlsPort?: number;
  /** Where proxies are told what to do; default: nowhere. */
  readonly grpcPort?: number;
  readonly nodeId?: string;
  /** Further configuration. */
  readonly hcl?: string;
}

export interface Answer<T = unknown> {
  readonly status: number;
  readonly text: string;
  readonly json: T;
  readonly index: number;
}

export interface Cluster extends AsyncDisposable {
  readonly datacenter: string;
  readonly url: string;
  readonly grpcTlsPort: number;
  readonly server: RunningServer;
  request<T>(method: string, path: string, body?: unknown): Promise<Answer<T>>;
  get<T>(path: string): Promise<T>;
  stop(): Promise<void>;
}

/** Starts a cluster. */
export async function startCluster(options: ClusterOptions): Promise<Cluster> {
  const { datacenter, dataDir, logger = silentLogger } = options;
  const grpcTlsPort = options.grpcTlsPort ?? (await freePort());
  const httpPort = await freePort();
  const config = loadAgentConfig(
    parseFlags(agentFlags, [
      ...(dataDir === undefined ? ['-dev'] : ['-server', `-data-dir=${dataDir}`]),
      `-datacenter=${datacenter}`,
      `-node=${datacenter}-server`,
      '-bind=127.0.0.1',
      `-http-port=${httpPort}`,
      `-grpc-port=${options.grpcPort ?? -1}`,
      `-grpc-tls-port=${grpcTlsPort}`,
      '-hcl=default_intention_policy = "deny"',
      ...(options.hcl === undefined ? [] : [`-hcl=${options.hcl}`]),
    ]),
  );
  const server = await startServer(
    config,
    options.nodeId ?? settleNodeId(config, randomUUID),
    logger,
  );
  const url = `http://127.0.0.1:${httpPort}`;
  const request = <T>(method: string, path: string, body?: unknown) =>
    ask<T>(url, method, path, body);
  const stop = () => server.stop();
  const cluster: Cluster = {
    datacenter,
    url,
    grpcTlsPort,
    server,
    request,
    get: async <T>(path: string) => (await request<T>('GET', path)).json,
    stop,
    [Symbol.asyncDispose]: stop,
  };
  return cluster;
}

/** One request; `json` is undefined when the answer is none. */
export async function ask<T>(
  url: string,
  method: string,
  path: string,
  body: unknown,
): Promise<Answer<T>> {
  const response = await fetch(`${url}${path}`, {
    method,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  const isJson =
    response.headers.get('content-type')?.startsWith('application/json') && text !== '';
  return {
    status: response.status,
    text,
    json: (isJson ? JSON.parse(text) : undefined) as T,
    index: Number(response.headers.get('x-consul-index') ?? 0),
  };
}

/** The answer of a request that must succeed. */
export async function succeed<T>(
  cluster: Pick<Cluster, 'request'>,
  method: string,
  path: string,
  body?: unknown,
): Promise<T> {
  const answer = await cluster.request<T>(method, path, body);
  if (answer.status !== 200) {
    throw new Error(`${method} ${path} answered ${answer.status}: ${answer.text}`);
  }
  return answer.json;
}

/** Reads `path` again whenever it changes, until `isThere` holds; throws with the last answer after `timeoutMs`. */
export async function until<T>(
  cluster: Pick<Cluster, 'request'>,
  path: string,
  isThere: (value: T) => boolean,
  timeoutMs = 10_000,
): Promise<T> {
  const deadline = performance.now() + timeoutMs;
  let index = 0;
  for (;;) {
    const leftMs = Math.max(1, Math.ceil(deadline - performance.now()));
    const joint = path.includes('?') ? '&' : '?';
    const blocking = index > 0 ? `${joint}index=${index}&wait=${leftMs}ms` : '';
    const answer = await cluster.request<T>('GET', `${path}${blocking}`);
    if (answer.status === 200 && isThere(answer.json)) return answer.json;
    if (performance.now() > deadline) {
      throw new Error(`${path} is still ${answer.status}: ${answer.text.slice(0, 2_000)}`);
    }
    index = answer.index;
    // Answers without an index can't be waited for.
    if (index === 0) await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
