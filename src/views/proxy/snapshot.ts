// SPDX-License-Identifier: Apache-2.0
// What one proxy needs to know, whatever program it is: plain, complete, sorted and printable (keys print themselves as
// secret). Parts that many proxies have in common are views of their own and are included by identity, so that what is
// made of them can be remembered by identity. A new kind of proxy is a new file here and a line in `ProxySnapshot`.
import type { AccessPolicy } from '../../model/intention/access-policy.ts';
import type { GatewaySettings } from '../../model/proxy/gateway-settings.ts';
import type { MeshSettings } from '../../model/proxy/mesh-settings.ts';
import type { SidecarSettings } from '../../model/proxy/sidecar-settings.ts';
import type { UpstreamSettings } from '../../model/proxy/upstream-settings.ts';
import type { Leaf } from './leaf.ts';
import type { TrustAnchors } from './trust.ts';

export type ProxySnapshot = SidecarSnapshot | MeshGatewaySnapshot;

/** Which registration this is about. */
export interface ProxyRef {
  readonly node: string;
  /** Service id of the proxy. */
  readonly id: string;
  /** Name that it is registered under. */
  readonly service: string;
  readonly datacenter: string;
}

export interface NetworkAddress {
  /** An IP; for endpoints a host name too. */
  readonly address: string;
  readonly port: number;
}

export interface SocketPath {
  readonly path: string;
  /** Octal text, '0644'. */
  readonly mode?: string;
}

export type Address = NetworkAddress | SocketPath;

export interface Endpoint extends NetworkAddress {
  /** 1–128 */
  readonly weight: number;
  readonly isHealthy: boolean;
}

/** Where a service of this cluster is, and what it proves to be. */
export interface LocalTarget {
  readonly kind: 'local';
  readonly service: string;
  /** `<service>.<namespace>.<partition>.<datacenter>` */
  readonly label: string;
  readonly protocol: string;
  readonly sni: string;
  readonly spiffeIds: readonly string[];
}

/** Where a peer's service is, and what it proves to be: all of it as the peer said. */
export interface PeeredTarget {
  readonly kind: 'peered';
  readonly service: string;
  readonly peer: string;
  /** `<service>.<namespace>.<peer>` */
  readonly label: string;
  readonly protocol: string;
  readonly sni: string;
  readonly spiffeIds: readonly string[];
  readonly trust: TrustAnchors;
}

/** A service that the application reaches at an address of its own machine. */
export interface Upstream {
  /** `<service>` or `<service>?peer=<peer>` */
  readonly id: string;
  readonly bind: Address;
  /** Name of the group of endpoints; unique in a proxy. */
  readonly clusterName: string;
  readonly target: LocalTarget | PeeredTarget;
  readonly endpoints: readonly Endpoint[];
  readonly settings: UpstreamSettings;
}

/** How the application is reached from outside, whoever calls. */
export interface Serving {
  readonly service: string;
  readonly bind: NetworkAddress;
  readonly application: Address;
  readonly settings: SidecarSettings;
}

export interface SidecarSnapshot {
  readonly kind: 'sidecar';
  readonly proxy: ProxyRef;
  readonly leaf: Leaf;
  readonly trust: TrustAnchors;
  readonly mesh: MeshSettings;
  readonly serving: Serving;
  /** Who may connect at all, by trust domain. */
  readonly callers: readonly TrustAnchors[];
  /** Who of them may call. */
  readonly policy: AccessPolicy;
  /** Sorted by id, then address. */
  readonly upstreams: readonly Upstream[];
  /** What was asked for and can't be had, for the operator. */
  readonly warnings: readonly string[];
}

/** A service of ours that peers reach through our gateways. */
export interface ExportedService {
  readonly target: LocalTarget;
  /** What the peers ask for, one name each, in the order of the peers. */
  readonly snis: readonly string[];
  /** Who may connect when the gateway ends TLS. */
  readonly callers: readonly TrustAnchors[];
}

/** A service behind the gateway: connections that ask for its name are passed through to it. */
export interface PassedThrough {
  readonly target: LocalTarget | PeeredTarget;
  readonly endpoints: readonly Endpoint[];
}

/** The servers of a cluster: connections that ask for their name are passed through to them, with the TLS of both ends. */
export interface PeeringServers {
  /** `server.<datacenter>.peering.<trust domain>`, in lower case. */
  readonly name: string;
  readonly whose: 'own' | 'peer';
  /** Never empty. */
  readonly endpoints: readonly Endpoint[];
}

export interface MeshGatewaySnapshot {
  readonly kind: 'mesh-gateway';
  readonly proxy: ProxyRef;
  /** Needed only where TLS ends here. */
  readonly leaf?: Leaf;
  readonly trust: TrustAnchors;
  readonly mesh: MeshSettings;
  readonly settings: GatewaySettings;
  /** Sorted by name; each is one of the local services too, where its endpoints stand. */
  readonly exported: readonly ExportedService[];
  /** Services of this cluster. Sorted by name. */
  readonly local: readonly PassedThrough[];
  /** Services of peers. Sorted by name. */
  readonly imported: readonly PassedThrough[];
  /** Our servers, then those of peers, sorted by name: where they talk to each other through gateways. */
  readonly peeringServers: readonly PeeringServers[];
  readonly warnings: readonly string[];
}
