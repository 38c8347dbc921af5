// SPDX-License-Identifier: Apache-2.0
// One cluster as its owner runs it: a server with durable storage, and whatever is started with it.
// Everything goes through the command line and the HTTP API, as a user's hands would; the program may
// be ours or a real Consul's.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Client } from '../src/client/client.ts';
import { freePorts } from '../test/ports.ts';
import type { RunningProcess, Workspace } from './processes.ts';
import { Stop, until } from './until.ts';

const ROOT = join(import.meta.dirname, '..');
const CAUSEWAY = join(ROOT, 'bin', 'causeway');

export interface ClusterOptions {
  /** Name of the datacenter. */
  readonly name: string;
  readonly workspace: Workspace;
  /** A real Consul in place of ours. */
  readonly consulBinary?: string;
  readonly envoyBinary?: string;
  readonly defaultIntentionPolicy?: 'allow' | 'deny';
  /** More of the server's configuration, in Consul's keys. */
  readonly settings?: object;
}

export interface Ports {
  readonly http: number;
  readonly grpc: number;
  readonly grpcTls: number;
  readonly server: number;
  readonly serfLan: number;
  readonly serfWan: number;
}

export class Cluster {
  readonly name: string;
  readonly ports: Ports;
  readonly client: Client;
  readonly #options: ClusterOptions;
  #server: RunningProcess | undefined;

  private constructor(options: ClusterOptions, ports: Ports) {
    this.#options = options;
    this.name = options.name;
    this.ports = ports;
    this.client = new Client({
      address: `http://127.0.0.1:${ports.http}`,
      token: '',
      datacenter: '',
      tls: { verify: true },
    });
  }

  /** Starts the server and waits until it has a leader and its own node. */
  static async start(options: ClusterOptions): Promise<Cluster> {
    const [http = 0, grpc = 0, grpcTls = 0, server = 0, serfLan = 0, serfWan = 0] =
      await freePorts(6);
    const cluster = new Cluster(options, { http, grpc, grpcTls, server, serfLan, serfWan });
    await cluster.#configure();
    await cluster.startServer();
    return cluster;
  }

  get server(): RunningProcess {
    if (this.#server === undefined) throw new Error(`${this.name} has no server`);
    return this.#server;
  }

  /** Whether its server is the program of this repository. */
  get isOurs(): boolean {
    return this.#options.consulBinary === undefined;
  }

  async startServer(): Promise<void> {
    const { workspace, consulBinary, name } = this.#options;
    this.#server = await workspace.start(`${name} server`, {
      command: consulBinary ?? CAUSEWAY,
      args: ['agent', '-config-dir', workspace.folder(`${name}-config`)],
    });
    await until(`${name} answers`, { timeoutMs: 30_000, signal: workspace.signal }, async () => {
      if (!this.server.isRunning) throw new Stop(`${name} ended:\n${this.server.output}`);
      const leader = await this.client.json<string>({ path: '/v1/status/leader' });
      const nodes = await this.client.json<readonly unknown[]>({ path: '/v1/catalog/nodes' });
      return leader !== '' && nodes.length > 0;
    });
  }

  /** Runs a command of the command line against this cluster and resolves with what it prints. */
  cli(args: readonly string[], binary: string = CAUSEWAY): Promise<string> {
    const env = { CONSUL_HTTP_ADDR: `127.0.0.1:${this.ports.http}` };
    return this.#options.workspace.run({ command: binary, args, env });
  }

  register(definition: object): Promise<unknown> {
    return this.client.send({
      method: 'PUT',
      path: '/v1/agent/service/register',
      body: definition,
    });
  }

  writeConfig(entry: object): Promise<unknown> {
    return this.client.send({ method: 'PUT', path: '/v1/config', body: entry });
  }

  deleteConfig(kind: string, name: string): Promise<unknown> {
    return this.client.send({ method: 'DELETE', path: `/v1/config/${kind}/${name}` });
  }

  /** Runs Envoy through `connect envoy`, of our command line or another's; resolves when it is live. */
  async startProxy(
    name: string,
    args: readonly string[],
    binary: string = CAUSEWAY,
  ): Promise<Proxy> {
    const { workspace, envoyBinary, name: cluster } = this.#options;
    const [adminPort = 0] = await freePorts(1);
    const running = await workspace.start(`${cluster} ${name}`, {
      command: binary,
      args: [
        'connect',
        'envoy',
        ...args,
        ...(envoyBinary === undefined ? [] : ['-envoy-binary', envoyBinary]),
        '-ignore-envoy-compatibility',
        '-admin-bind',
        `127.0.0.1:${adminPort}`,
        '-grpc-addr',
        `127.0.0.1:${this.ports.grpc}`,
        '--',
        '--concurrency',
        '1',
        '--log-level',
        'warning',
      ],
      env: {
        CONSUL_HTTP_ADDR: `127.0.0.1:${this.ports.http}`,
        // The bootstrap lies in a file for a moment; it goes with the workspace when this is the moment of the end.
        TMPDIR: workspace.folder('tmp'),
      },
    });
    const proxy = new Proxy(running, adminPort);
    const waiting = { timeoutMs: 15_000, signal: workspace.signal };
    await until(`${cluster} ${name} is live`, waiting, () => {
      if (!running.isRunning) throw new Stop(`${name} ended:\n${running.output}`);
      return proxy.isLive();
    });
    return proxy;
  }

  async #configure(): Promise<void> {
    const { workspace, name, defaultIntentionPolicy = 'deny', settings } = this.#options;
    const folder = workspace.folder(`${name}-config`);
    const { ports } = this;
    const config = {
      server: true,
      bootstrap_expect: 1,
      datacenter: name,
      node_name: `${name}-server`,
      data_dir: workspace.folder(`${name}-data`),
      bind_addr: '127.0.0.1',
      client_addr: '127.0.0.1',
      advertise_addr: '127.0.0.1',
      log_level: 'info',
      default_intention_policy: defaultIntentionPolicy,
      connect: { enabled: true },
      peering: { enabled: true },
      performance: { raft_multiplier: 1 },
      ports: {
        http: ports.http,
        https: -1,
        grpc: ports.grpc,
        grpc_tls: ports.grpcTls,
        dns: -1,
        server: ports.server,
        serf_lan: ports.serfLan,
        serf_wan: ports.serfWan,
      },
      ...settings,
    };
    await writeFile(join(folder, 'server.json'), JSON.stringify(config, null, 2));
  }
}

/** An Envoy that this run has started. */
export class Proxy {
  readonly process: RunningProcess;
  readonly adminPort: number;

  constructor(running: RunningProcess, adminPort: number) {
    this.process = running;
    this.adminPort = adminPort;
  }

  async isLive(): Promise<boolean> {
    const answer = await fetch(`http://127.0.0.1:${this.adminPort}/ready`);
    return (await answer.text()).trim() === 'LIVE';
  }

  /** How often it has turned somebody away by policy: requests in http, connections in tcp. */
  async denials(): Promise<number> {
    const answer = await fetch(`http://127.0.0.1:${this.adminPort}/stats?filter=rbac.denied$`);
    const counters = (await answer.text()).matchAll(/: (\d+)$/gm);
    return counters.reduce((sum, [, count]) => sum + Number(count), 0);
  }
}
