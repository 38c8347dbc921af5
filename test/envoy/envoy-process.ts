// SPDX-License-Identifier: Apache-2.0
// Real Envoys as processes. In: who each is and where it is told what to do. Out: proxies that are ready, and ended with
// the rest.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../ports.ts';

export interface EnvoyIdentity {
  readonly node: string;
  /** Service id that it is registered under. */
  readonly id: string;
  /** Where it is told what to do, on loopback. */
  readonly adsPort: number;
}

export class Envoys {
  readonly #path: string;
  readonly #folder = mkdtempSync(join(tmpdir(), 'causeway-mesh-'));
  readonly #children = new Map<string, ChildProcess>();

  constructor(path: string) {
    this.#path = path;
  }

  /** Resolves with the admin port once it has its configuration. */
  async start(identity: EnvoyIdentity): Promise<number> {
    const adminPort = await freePort();
    const file = join(this.#folder, `${keyOf(identity)}.json`);
    writeFileSync(file, JSON.stringify(bootstrap(identity, adminPort)));
    const args = ['-c', file, '-l', 'warning', '--disable-hot-restart', '--concurrency', '1'];
    const child = spawn(this.#path, args, { stdio: ['ignore', 'ignore', 'pipe'] });
    this.#children.set(keyOf(identity), child);
    let said = '';
    child.stderr?.on('data', (chunk: Buffer) => (said = (said + chunk.toString()).slice(-4_096)));
    await eventually(async () => {
      if (child.exitCode !== null) throw new Error(`Envoy ended: ${said}`);
      const ready = await fetch(`http://127.0.0.1:${adminPort}/ready`).catch(() => undefined);
      return ready?.ok === true;
    });
    return adminPort;
  }

  /** Kills one, as a machine that loses power would. */
  kill(identity: Pick<EnvoyIdentity, 'node' | 'id'>): Promise<void> {
    return this.#end(keyOf(identity), 'SIGKILL');
  }

  async stop(): Promise<void> {
    await Promise.all([...this.#children.keys()].map((key) => this.#end(key, 'SIGTERM')));
    rmSync(this.#folder, { recursive: true, force: true });
  }

  async #end(key: string, signal: NodeJS.Signals): Promise<void> {
    const child = this.#children.get(key);
    this.#children.delete(key);
    if (child === undefined || child.exitCode !== null) return;
    const ended = once(child, 'exit');
    child.kill(signal);
    await ended;
  }
}

const keyOf = ({ node, id }: Pick<EnvoyIdentity, 'node' | 'id'>): string => `${node}-${id}`;

/** Polls what gives no event until it is true; an error that it throws ends the wait. */
export async function eventually(check: () => Promise<boolean>, withinMs = 20_000): Promise<void> {
  const deadline = performance.now() + withinMs;
  while (!(await check())) {
    if (performance.now() > deadline) throw new Error(`not within ${withinMs} ms`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

function bootstrap({ node, id, adsPort }: EnvoyIdentity, adminPort: number): object {
  const at = (port: number) => ({ socket_address: { address: '127.0.0.1', port_value: port } });
  const ads = { ads: {}, resource_api_version: 'V3', initial_fetch_timeout: '0s' };
  const protocol = 'envoy.extensions.upstreams.http.v3.HttpProtocolOptions';
  return {
    admin: { address: at(adminPort) },
    node: { id, cluster: id, metadata: { node_name: node } },
    layered_runtime: {
      layers: [{ name: 'base', static_layer: { 're2.max_program_size.error_level': 1_048_576 } }],
    },
    dynamic_resources: {
      lds_config: ads,
      cds_config: ads,
      ads_config: {
        api_type: 'DELTA_GRPC',
        transport_api_version: 'V3',
        grpc_services: [{ envoy_grpc: { cluster_name: 'local_agent' } }],
      },
    },
    static_resources: {
      clusters: [
        {
          name: 'local_agent',
          type: 'STATIC',
          connect_timeout: '1s',
          typed_extension_protocol_options: {
            [protocol]: {
              '@type': `type.googleapis.com/${protocol}`,
              explicit_http_config: { http2_protocol_options: {} },
            },
          },
          load_assignment: {
            cluster_name: 'local_agent',
            endpoints: [{ lb_endpoints: [{ endpoint: { address: at(adsPort) } }] }],
          },
        },
      ],
    },
  };
}
