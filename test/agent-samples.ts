// SPDX-License-Identifier: Apache-2.0
import type { AgentSelf } from '../src/model/agent/self.ts';

/** What a server with Consul's default ports says of itself. */
export const sampleSelf: AgentSelf = {
  datacenter: 'dc1',
  nodeName: 'node-1',
  nodeId: '11111111-2222-4333-8444-555555555555',
  nodeMeta: {},
  domain: 'consul',
  bindAddress: '127.0.0.1',
  advertiseAddress: '127.0.0.1',
  advertiseAddressWan: '127.0.0.1',
  devMode: true,
  dataDir: '',
  defaultIntentionPolicy: 'allow',
  peeringEnabled: true,
  hasCoordinates: true,
  ports: {
    http: 8500,
    grpc: 8502,
    grpcTls: 8503,
    dns: 8600,
    server: 8300,
    serfLan: 8301,
    serfWan: 8302,
    sidecarMin: 21_000,
    sidecarMax: 21_255,
  },
};
