// SPDX-License-Identifier: Apache-2.0
import type { Tenancy } from '../tenancy.ts';
import type { Locality } from './node.ts';

export const SERVICE_KINDS = [
  '',
  'connect-proxy',
  'mesh-gateway',
  'terminating-gateway',
  'ingress-gateway',
  'api-gateway',
] as const;
export type ServiceKind = (typeof SERVICE_KINDS)[number];

export interface ServiceAddress {
  readonly Address: string;
  /** 1–65535 */
  readonly Port: number;
}

export interface Weights {
  readonly Passing: number;
  readonly Warning: number;
}

export interface ServicePort {
  readonly Name: string;
  readonly Port: number;
  readonly Default: boolean;
}

/** What an exporter tells importers about the mesh side of a service (peering-protocol §5.5). */
export interface PeerMeta {
  readonly SNI: readonly string[];
  readonly SpiffeID: readonly string[];
  readonly Protocol: string;
}

export interface Connect {
  readonly Native?: boolean;
  readonly PeerMeta?: PeerMeta;
}

export type GatewayMode = '' | 'none' | 'local' | 'remote';

export interface MeshGatewayConfig {
  readonly Mode?: GatewayMode;
}

/** Opaque, as the user wrote it: keys are Envoy escape hatches and numbers with units in their names. */
export type OpaqueConfig = Readonly<Record<string, unknown>>;

export interface Upstream {
  readonly DestinationType: string;
  readonly DestinationNamespace?: string;
  readonly DestinationPartition?: string;
  readonly DestinationPeer?: string;
  readonly DestinationName: string;
  readonly Datacenter?: string;
  readonly LocalBindAddress?: string;
  readonly LocalBindPort?: number;
  readonly LocalBindSocketPath?: string;
  readonly LocalBindSocketMode?: string;
  readonly Config?: OpaqueConfig | null;
  readonly MeshGateway: MeshGatewayConfig;
  /** Nobody registered it: a transparent proxy dials it because entries speak of it. */
  readonly CentrallyConfigured?: boolean;
}

export interface ExposePath {
  readonly ListenerPort?: number;
  readonly Path?: string;
  readonly LocalPathPort?: number;
  readonly Protocol?: string;
  readonly ParsedFromCheck?: boolean;
}

export interface ConnectProxyConfig {
  /** Only shown: those of config entries count. */
  readonly EnvoyExtensions?: readonly OpaqueConfig[];
  readonly DestinationServiceName?: string;
  readonly DestinationServiceID?: string;
  readonly LocalServiceAddress?: string;
  readonly LocalServicePort?: number;
  readonly LocalServiceSocketPath?: string;
  readonly Mode?: string;
  readonly Config?: OpaqueConfig | null;
  readonly Upstreams?: readonly Upstream[];
  readonly MeshGateway: MeshGatewayConfig;
  readonly Expose: { readonly Checks?: boolean; readonly Paths?: readonly ExposePath[] };
  readonly TransparentProxy?: {
    readonly OutboundListenerPort?: number;
    readonly DialedDirectly?: boolean;
  };
  readonly AccessLogs?: OpaqueConfig;
}

/** A service instance, as Consul's API shows it (the `Service` of a health answer). */
export interface NodeService {
  readonly Kind?: ServiceKind;
  readonly ID: string;
  readonly Service: string;
  readonly Tags: readonly string[] | null;
  /** '' means the node's. */
  readonly Address: string;
  readonly TaggedAddresses?: Readonly<Record<string, ServiceAddress>> | null;
  readonly Meta: Readonly<Record<string, string>> | null;
  /** 0 when it has none. */
  readonly Port: number;
  readonly Ports?: readonly ServicePort[];
  readonly SocketPath?: string;
  readonly Weights: Weights;
  readonly EnableTagOverride: boolean;
  readonly Proxy: ConnectProxyConfig;
  readonly Connect: Connect;
  readonly Locality?: Locality;
}

/** A service instance row: the instance, the node that it is on and who it belongs to. */
export interface ServiceRow {
  readonly tenancy: Tenancy;
  readonly node: string;
  readonly service: NodeService;
}

/** The service that an instance speaks for in the mesh: a proxy's destination, else its own name if native. */
export function meshNameOf(service: NodeService): string | undefined {
  if (service.Kind === 'connect-proxy') return service.Proxy.DestinationServiceName;
  return service.Connect.Native === true ? service.Service : undefined;
}
