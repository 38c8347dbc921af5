// SPDX-License-Identifier: Apache-2.0
// What one sidecar dials. In: the registration's upstreams, settings of both ends, what is known of each target. Out:
// upstreams that can be had, and a warning for each that can't, or not as asked.
import type { Upstream as Registered } from '../../model/catalog/service.ts';
import type { ProxyDefaults } from '../../model/config-entries/proxy-defaults/schema.ts';
import type { ServiceDefaults } from '../../model/config-entries/service-defaults/schema.ts';
import { customizedClusterName, upstreamEnvoyId } from '../../model/ca/sni.ts';
import { customizationHash } from '../../model/proxy/customization-hash.ts';
import { gatewayModeOf } from '../../model/proxy/gateway-mode.ts';
import { DEFAULT_CONNECT_TIMEOUT_MS } from '../../model/proxy/sidecar-settings.ts';
import { overrideFor, upstreamSettings } from '../../model/proxy/upstream-settings.ts';
import { defineView, type ViewRead } from '../engine/view.ts';
import { gatewayEndpoints, peerGatewayEndpoints, sidecarEndpoints } from './endpoints.ts';
import { entryOf } from './entry.ts';
import { byText } from './order.ts';
import { type ProxyKey, proxyKey, registrationOf } from './registration.ts';
import type { Address, Upstream } from './snapshot.ts';
import { localTarget, peeredClusterName, peeredTarget } from './targets.ts';

export interface SidecarUpstreams {
  readonly upstreams: readonly Upstream[];
  readonly warnings: readonly string[];
}

/** What both ends' entries say to the upstreams of one proxy. */
interface Caller {
  readonly read: ViewRead;
  readonly datacenter: string;
  readonly proxyDefaults: ProxyDefaults | undefined;
  readonly serviceDefaults: ServiceDefaults | undefined;
  readonly proxyMode: Registered['MeshGateway'];
  readonly warn: (message: string) => void;
}

export const sidecarUpstreams = defineView<ProxyKey, SidecarUpstreams>({
  name: 'proxy/sidecar-upstreams',
  key: proxyKey,
  compute: (read, key) => {
    const registration = registrationOf(read, key);
    const warnings: string[] = [];
    if (registration === undefined) return { upstreams: [], warnings };
    const { Proxy: proxy } = registration.service;
    const caller: Caller = {
      read,
      datacenter: registration.ref.datacenter,
      proxyDefaults: entryOf<ProxyDefaults>(read, 'proxy-defaults', 'global'),
      serviceDefaults: entryOf<ServiceDefaults>(
        read,
        'service-defaults',
        proxy.DestinationServiceName ?? '',
      ),
      proxyMode: proxy.MeshGateway,
      warn: (message) => warnings.push(message),
    };
    const upstreams = (proxy.Upstreams ?? [])
      .map((upstream) => upstreamOf(caller, upstream))
      .filter((upstream) => upstream !== undefined)
      .sort((a, b) => byText(a.id, b.id) || byText(textOf(a.bind), textOf(b.bind)));
    return { upstreams: withoutClashes(upstreams, caller.warn), warnings: warnings.sort(byText) };
  },
});

function upstreamOf(caller: Caller, upstream: Registered): Upstream | undefined {
  const id = upstreamEnvoyId({
    name: upstream.DestinationName,
    peer: upstream.DestinationPeer ?? '',
    datacenter: upstream.Datacenter ?? '',
  });
  const bind = bindOf(upstream);
  if (upstream.DestinationType !== '' && upstream.DestinationType !== 'service') {
    caller.warn(`upstream ${id}: type "${upstream.DestinationType}" is not supported`);
  } else if (upstream.Datacenter && upstream.Datacenter !== caller.datacenter) {
    caller.warn(`upstream ${id}: datacenter "${upstream.Datacenter}" is not this one`);
  } else if (bind === undefined) {
    caller.warn(`upstream ${id}: has no local port and no local socket`);
  } else {
    return upstream.DestinationPeer
      ? peeredUpstream(caller, upstream, upstream.DestinationPeer, { id, bind })
      : localUpstream(caller, upstream, { id, bind });
  }
  return undefined;
}

type Place = Pick<Upstream, 'id' | 'bind'>;

function localUpstream(caller: Caller, upstream: Registered, place: Place): Upstream | undefined {
  const { read, datacenter } = caller;
  const service = upstream.DestinationName;
  const target = read.view(localTarget, { service, datacenter });
  if (target === undefined) return undefined;
  const settings = upstreamSettings(caller.serviceDefaults, upstream);
  const { protocol, connectTimeoutMs } = settings;
  const hash = customizationHash({
    protocol: protocol === target.protocol ? undefined : protocol,
    connectTimeoutMs:
      connectTimeoutMs === DEFAULT_CONNECT_TIMEOUT_MS ? undefined : connectTimeoutMs,
  });
  const clusterName = customizedClusterName(hash, target.sni);
  return {
    ...place,
    clusterName,
    target,
    endpoints: read.view(sidecarEndpoints, service),
    settings,
  };
}

function peeredUpstream(
  caller: Caller,
  upstream: Registered,
  peer: string,
  place: Place,
): Upstream | undefined {
  const { read, warn } = caller;
  const target = read.view(peeredTarget, { peer, service: upstream.DestinationName });
  if (target === undefined) {
    warn(`upstream ${place.id}: peer "${peer}" exports no such service to us, or has no gateway`);
    return undefined;
  }
  const { proxyDefaults, serviceDefaults, proxyMode: proxy } = caller;
  const override = overrideFor(serviceDefaults, upstream);
  const mode = gatewayModeOf({ proxyDefaults, serviceDefaults, override, proxy, upstream });
  if (mode === 'none') {
    warn(`upstream ${place.id}: gateway mode "none" is impossible between peers, "remote" is used`);
  }
  const endpoints =
    mode === 'local'
      ? read.view(gatewayEndpoints, null)
      : read.view(peerGatewayEndpoints, { peer, service: upstream.DestinationName });
  // The peer says what its service speaks; what the caller thinks of it would only break calls.
  const { protocol: _, ...settings } = upstreamSettings(serviceDefaults, upstream);
  return { ...place, clusterName: peeredClusterName(target), target, endpoints, settings };
}

/** One address can't be listened at twice; the first by name has it. */
function withoutClashes(
  upstreams: readonly Upstream[],
  warn: (message: string) => void,
): readonly Upstream[] {
  const taken = new Set<string>();
  return upstreams.filter(({ id, bind }) => {
    const where = textOf(bind);
    if (!taken.has(where)) return taken.add(where);
    warn(`upstream ${id}: ${where} is taken by another upstream`);
    return false;
  });
}

const LOOPBACK = '127.0.0.1';

function bindOf(upstream: Registered): Address | undefined {
  const { LocalBindSocketPath: path, LocalBindSocketMode: mode } = upstream;
  if (path) return mode ? { path, mode } : { path };
  if (!upstream.LocalBindPort) return undefined;
  return { address: upstream.LocalBindAddress || LOOPBACK, port: upstream.LocalBindPort };
}

function textOf(bind: Address): string {
  return 'path' in bind ? bind.path : `${bind.address}:${bind.port}`;
}
