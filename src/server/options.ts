// SPDX-License-Identifier: Apache-2.0
import type { PortRange } from '../model/agent/sidecar.ts';
import type { LogLevel } from '../model/logger.ts';
import type { Meta } from '../model/meta.ts';
import type { Definitions } from './local-agent.ts';

/** What a server needs to know to run; agent.ts makes it from flags and files, tests make it by hand. */
export interface ServerOptions {
  readonly datacenter: string;
  readonly nodeName: string;
  /** UUID. */
  readonly nodeId: string;
  readonly advertiseAddress: string;
  readonly advertiseAddressWan: string;
  /** Where the port for peers listens. */
  readonly bindAddress: string;
  /** Where HTTP and the port for proxies listen. */
  readonly clientAddresses: readonly string[];
  /** 0 takes a free one; undefined leaves it closed. */
  readonly ports: {
    readonly http: number | undefined;
    readonly grpc: number | undefined;
    readonly grpcTls: number | undefined;
    readonly server: number;
  };
  /** undefined: nothing is kept. */
  readonly dataDir: string | undefined;
  readonly defaultIntentionPolicy: 'allow' | 'deny';
  /** Services and checks that files define. */
  readonly definitions?: Definitions;
  /** What the operator attached to this node. */
  readonly nodeMeta?: Meta;
  /** Ports that sidecars without one get; default: Consul's. */
  readonly sidecarPorts?: PortRange;
  readonly logLevel: LogLevel;
}
