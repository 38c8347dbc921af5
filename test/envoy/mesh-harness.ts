// SPDX-License-Identifier: Apache-2.0
// Real Envoys that are told what to do by the views of a scenario. In: a scenario with loopback ports. Out: running
// proxies, which follow every row that a test writes. No server, no HTTP API: only journey 2 from the state on.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { silentLogger } from '../../src/model/logger.ts';
import type { ProxyNack } from '../../src/model/proxy/status.ts';
import { MeshPort } from '../../src/wire/grpc/mesh-port.ts';
import { adsService } from '../../src/wire/xds/ads-service.ts';
import {
  type Certificates,
  openScenario,
  type Scenario,
  type ScenarioState,
} from '../mesh-scenario.ts';
import { freePort } from '../ports.ts';

export interface RunningMesh extends ScenarioState {
  /** What proxies have refused; empty if all is well. */
  readonly nacks: readonly ProxyNack[];
  /** Starts the Envoy of a registered proxy; resolves with its admin port once it has its configuration. */
  startProxy(node: string, id: string): Promise<number>;
  /** Kills it, as a machine that loses power would. */
  killProxy(id: string): Promise<void>;
  stop(): Promise<void>;
}

export async function startMesh(
  scenario: Scenario,
  certificates: Certificates,
  envoyPath: string,
): Promise<RunningMesh> {
  const opened = openScenario(scenario, certificates);
  const nacks: ProxyNack[] = [];
  const port = new MeshPort([
    adsService({
      nodeName: '',
      views: opened.views,
      recordStatus: async (status) => nacks.push(...status.nacks),
      forgetStatus: async () => {},
      now: Date.now,
      logger: silentLogger,
    }),
  ]);
  const adsPort = await port.listen('127.0.0.1', await freePort());
  const folder = mkdtempSync(join(tmpdir(), 'causeway-mesh-'));
  const children = new Map<string, ChildProcess>();

  const startProxy = async (node: string, id: string): Promise<number> => {
    const adminPort = await freePort();
    const file = join(folder, `${id}.json`);
    writeFileSync(file, JSON.stringify(bootstrap({ node, id, adsPort, adminPort })));
    const args = ['-c', file, '-l', 'warning', '--disable-hot-restart', '--concurrency', '1'];
    const child = spawn(envoyPath, args, { stdio: ['ignore', 'ignore', 'pipe'] });
    children.set(id, child);
    let said = '';
    child.stderr?.on('data', (chunk: Buffer) => (said = (said + chunk.toString()).slice(-4_096)));
    await eventually(async () => {
      if (child.exitCode !== null) throw new Error(`Envoy ended: ${said}`);
      const ready = await fetch(`http://127.0.0.1:${adminPort}/ready`).catch(() => undefined);
      return ready?.ok === true;
    });
    return adminPort;
  };

  const end = async (id: string, signal: NodeJS.Signals): Promise<void> => {
    const child = children.get(id);
    children.delete(id);
    if (child === undefined || child.exitCode !== null) return;
    const ended = once(child, 'exit');
    child.kill(signal);
    await ended;
  };

  const stop = async (): Promise<void> => {
    await Promise.all([...children.keys()].map((id) => end(id, 'SIGTERM')));
    await port.close();
    rmSync(folder, { recursive: true, force: true });
  };
  const killProxy = (id: string) => end(id, 'SIGKILL');
  return { ...opened, nacks, startProxy, killProxy, stop };
}

/** Polls what gives no event until it is true; an error that it throws ends the wait. */
export async function eventually(check: () => Promise<boolean>, withinMs = 20_000): Promise<void> {
  const deadline = performance.now() + withinMs;
  while (!(await check())) {
    if (performance.now() > deadline) throw new Error(`not within ${withinMs} ms`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

interface BootstrapInput {
  readonly node: string;
  readonly id: string;
  readonly adsPort: number;
  readonly adminPort: number;
}

function bootstrap({ node, id, adsPort, adminPort }: BootstrapInput): object {
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
