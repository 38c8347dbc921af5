// SPDX-License-Identifier: Apache-2.0
// What a chain compiles to, in the form that the API shows it: names of fields, and times, are Consul's.
import type { MeshGatewayConfig, OpaqueConfig } from '../catalog/service.ts';
import type {
  Failover,
  LoadBalancer,
  ServiceResolver,
} from '../config-entries/service-resolver/schema.ts';
import type { ServiceRoute } from '../config-entries/service-router/schema.ts';
import type { ServiceSplit } from '../config-entries/service-splitter/schema.ts';

export type Subset = NonNullable<ServiceResolver['Subsets']>[string];
export type FailoverPolicy = NonNullable<Failover['Policy']> | OpaqueConfig;

/** Everything that calls to one service can end at, and how it is chosen. */
export interface CompiledChain {
  readonly ServiceName: string;
  readonly Namespace: string;
  readonly Partition: string;
  readonly Datacenter: string;
  /** Tells chains apart that callers customised; absent in those that nobody did. */
  readonly CustomizationHash?: string;
  /** Whether no entry says anything but that the service answers by itself. */
  readonly Default?: true;
  readonly Protocol: string;
  readonly ServiceMeta?: Readonly<Record<string, string>>;
  readonly EnvoyExtensions?: readonly OpaqueConfig[];
  /** The key in Nodes where a call begins. */
  readonly StartNode: string;
  readonly Nodes: Readonly<Record<string, ChainNode>>;
  readonly Targets: Readonly<Record<string, ChainTarget>>;
  readonly AutoVirtualIPs: readonly string[] | null;
  readonly ManualVirtualIPs: readonly string[] | null;
}

export type ChainNode = RouterNode | SplitterNode | ResolverNode;

export interface RouterNode {
  readonly Type: 'router';
  readonly Name: string;
  readonly Routes: readonly ChainRoute[];
}

export interface ChainRoute {
  readonly Definition: ServiceRoute;
  readonly NextNode: string;
}

export interface SplitterNode {
  readonly Type: 'splitter';
  readonly Name: string;
  readonly Splits: readonly ChainSplit[];
  readonly LoadBalancer?: LoadBalancer;
}

export interface ChainSplit {
  readonly Definition: ServiceSplit;
  /** Per cent of the calls that reach the node; absent when none do. */
  readonly Weight?: number;
  readonly NextNode: string;
}

export interface ResolverNode {
  readonly Type: 'resolver';
  readonly Name: string;
  readonly Resolver: {
    /** A duration's text, '5s'. */
    readonly ConnectTimeout: string;
    /** Nanoseconds. */
    readonly RequestTimeout?: number;
    readonly Default?: true;
    /** A key in Targets. */
    readonly Target: string;
    readonly Failover?: { readonly Targets: readonly string[]; readonly Policy?: FailoverPolicy };
  };
  readonly LoadBalancer?: LoadBalancer;
}

export interface ChainTarget {
  readonly ConnectTimeout: string;
  readonly ID: string;
  readonly Service: string;
  readonly ServiceSubset?: string;
  readonly Namespace: string;
  readonly Partition: string;
  readonly Datacenter?: string;
  readonly Peer?: string;
  readonly MeshGateway: MeshGatewayConfig;
  readonly PrioritizeByLocality?: OpaqueConfig;
  readonly Subset: Subset;
  readonly TransparentProxy: { readonly DialedDirectly?: true };
  /** Outside of the mesh, behind a terminating gateway. */
  readonly External?: true;
  /** Absent in targets of peers: the peer tells it. */
  readonly SNI?: string;
  readonly Name?: string;
}

/** The key of a node in Nodes. */
export const nodeKey = ({ Type, Name }: Pick<ChainNode, 'Type' | 'Name'>): string =>
  `${Type}:${Name}`;
