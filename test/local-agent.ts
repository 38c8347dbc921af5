// SPDX-License-Identifier: Apache-2.0
// A server's HTTP API with a real agent behind it: registered, its checks running, and a CA that is none.
import { openLocalAgent, type OpenLocalAgent } from '../src/server/local-agent.ts';
import { silentLogger } from '../src/model/logger.ts';
import { type HttpHarness, openHttpHarness } from './http-harness.ts';

export const NODE = 'node-1';

export interface AgentHarness extends AsyncDisposable {
  readonly http: HttpHarness;
  readonly agent: OpenLocalAgent;
}

export async function openAgentHarness(): Promise<AgentHarness> {
  let opened: OpenLocalAgent | undefined;
  const http = await openHttpHarness({
    context: (core) => {
      const leafOf = () => Promise.reject(new Error('nobody signs certificates here'));
      opened = openLocalAgent({ core, nodeName: NODE, leafOf, logger: silentLogger });
      return { localAgent: opened };
    },
  });
  if (opened === undefined) throw new Error('the harness made no context');
  const agent = opened;
  await agent.register({
    datacenter: 'dc1',
    nodeName: NODE,
    nodeId: '11111111-2222-4333-8444-555555555555',
    advertiseAddress: '127.0.0.1',
    advertiseAddressWan: '127.0.0.1',
    ports: { server: 8_300, grpc: undefined, grpcTls: 8_503 },
  });
  const stop = new AbortController();
  const running = agent.runChecks(stop.signal);
  return {
    http,
    agent,
    [Symbol.asyncDispose]: async () => {
      stop.abort();
      await running;
      await http.close();
    },
  };
}
