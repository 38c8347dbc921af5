// SPDX-License-Identifier: Apache-2.0
import type { CheckDefinition } from '../../model/agent/check-type.ts';
import type { ServiceDefinition } from '../../model/agent/service-definition.ts';
import type { Locality } from '../../model/catalog/node.ts';
import type { DecodedEntry } from '../../model/config-entries/decode.ts';
import type { HostPort } from '../../model/host-port.ts';
import type { LogLevel } from '../../model/logger.ts';
import type { Meta } from '../../model/meta.ts';
import type { AutopilotConfig } from '../../model/operator/autopilot.ts';
import type { PeeringLimits } from '../../model/peering/limits.ts';
import type { BodyLimits } from '../../wire/http/context.ts';
import type { HttpSettings } from '../../wire/http/settings.ts';
import type { Naming } from '../metrics/names.ts';
import type { SocketRights } from '../unix-socket.ts';
import type { Watch } from '../watches/watch.ts';
import type { CheckSettings } from './check-settings.ts';
import type { AgentAddresses } from './addresses/addresses.ts';

/** Everything that a server is told at its start. Frozen; what was not set has Consul's default. */
export interface AgentConfig extends AgentAddresses {
  /** Storage in memory, plaintext gRPC, everything on the loopback. */
  readonly devMode: boolean;
  /** Lower case. */
  readonly datacenter: string;
  readonly nodeName: string;
  /** Undefined: the one kept in the data directory, or a new one (see node-id.ts). */
  readonly nodeId: string | undefined;
  readonly nodeMeta: Meta;
  readonly locality: Locality | undefined;
  /** The DNS domain, without a dot at its end. */
  readonly domain: string;

  /** Undefined in dev mode only. */
  readonly dataDir: string | undefined;
  readonly pidFile: string | undefined;

  readonly ports: AgentPorts;
  /** Where each listener listens; empty for one that is turned off. */
  readonly listen: {
    readonly http: readonly HostPort[];
    readonly https: readonly HostPort[];
    readonly grpc: readonly HostPort[];
    readonly grpcTls: readonly HostPort[];
  };

  /** For the HTTPS listener. */
  readonly tls: { readonly https: HttpsTls };

  /** What happens to a call that no intention speaks of. */
  readonly defaultIntentionPolicy: 'allow' | 'deny';
  /** Written at the first start where there are none of the same kind and name; not yet completed or checked. */
  readonly configEntriesBootstrap: readonly DecodedEntry[];
  /** As bodies of `/v1/agent/service/register`; each has been found fit to register. */
  readonly services: readonly ServiceDefinition[];
  /** As bodies of `/v1/agent/check/register`; each has been found fit to register. */
  readonly checks: readonly CheckDefinition[];

  readonly connect: { readonly ca: CaSettings };
  /** Whether it tells how far nodes are from each other. */
  readonly hasCoordinates: boolean;
  readonly peering: { readonly enabled: boolean; readonly limits: PeeringLimits };

  readonly log: { readonly level: LogLevel; readonly json: boolean };
  readonly telemetry: {
    /** Prometheus metrics are served when this is above 0. */
    readonly prometheusRetentionMs: number;
    readonly naming: Naming;
  };
  /** How long a blocking query waits by default, and at most. */
  readonly queries: { readonly defaultMs: number; readonly maxMs: number };
  readonly checkSettings: CheckSettings;
  readonly http: HttpSettings;
  readonly bodyLimits: BodyLimits;
  readonly sockets: SocketRights;
  /** What a new cluster begins with. */
  readonly autopilot: AutopilotConfig;
  readonly watches: readonly Watch[];
  readonly leaveOnTerminate: boolean;
  readonly skipLeaveOnInterrupt: boolean;

  /** What to tell the operator once: settings that were accepted and have no effect here, and the like. */
  readonly notes: readonly string[];
}

/** -1 is a port that is turned off. Those of Raft and gossip only appear in what the server says of itself. */
export interface AgentPorts {
  readonly http: number;
  readonly https: number;
  /** Plaintext xDS; off unless asked for, or in dev mode. */
  readonly grpc: number;
  readonly grpcTls: number;
  readonly dns: number;
  readonly server: number;
  readonly serfLan: number;
  readonly serfWan: number;
  /** Ports given to sidecars that ask for none, both ends included. */
  readonly sidecarMin: number;
  readonly sidecarMax: number;
}

/** Paths of PEM files, and what a client must show. */
export interface HttpsTls {
  readonly caFile: string | undefined;
  readonly caPath: string | undefined;
  readonly certFile: string | undefined;
  readonly keyFile: string | undefined;
  readonly minVersion: 'TLSv1' | 'TLSv1.1' | 'TLSv1.2' | 'TLSv1.3';
  /** In OpenSSL's format; undefined: its own choice. */
  readonly cipherSuites: string | undefined;
  /** Clients must have a certificate of the CA. */
  readonly verifiesIncoming: boolean;
}

export interface CaSettings {
  /** UUID of a new cluster; absent, one is made. */
  readonly clusterId?: string;
  readonly leafTtlMs: number;
  readonly rootTtlMs: number;
  /** Certificate signing requests per second; 0 is no limit. */
  readonly csrMaxPerSecond: number;
  /** Requests signed at the same time, where there is no limit per second; 0 is no limit. */
  readonly csrMaxConcurrent: number;
}
