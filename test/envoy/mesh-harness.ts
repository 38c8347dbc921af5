// SPDX-License-Identifier: Apache-2.0
// Real Envoys that are told what to do by the views of a scenario. In: a scenario with loopback ports. Out: running
// proxies, which follow every row that a test writes. No server, no HTTP API: only journey 2 from the state on.
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
import { Envoys } from './envoy-process.ts';

export { eventually } from './envoy-process.ts';

export interface RunningMesh extends ScenarioState {
  /** What proxies have refused; empty if all is well. */
  readonly nacks: readonly ProxyNack[];
  /** Starts the Envoy of a registered proxy; resolves with its admin port once it has its configuration. */
  startProxy(node: string, id: string): Promise<number>;
  /** Kills it, as a machine that loses power would. */
  killProxy(node: string, id: string): Promise<void>;
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
  const proxies = new Envoys(envoyPath);
  const startProxy = (node: string, id: string) => proxies.start({ node, id, adsPort });
  const stop = async (): Promise<void> => {
    await proxies.stop();
    await port.close();
  };
  const killProxy = (node: string, id: string) => proxies.kill({ node, id });
  return { ...opened, nacks, startProxy, killProxy, stop };
}
