// SPDX-License-Identifier: Apache-2.0
import type { ConnectProxyConfig, NodeService } from '../catalog/service.ts';
import { defaultPort } from './service-definition.ts';

/** A service as the agent's endpoints show it. */
export interface AgentService extends Omit<NodeService, 'Proxy' | 'Connect' | 'Weights'> {
  readonly Weights: NodeService['Weights'];
  /** Of proxies and gateways alone. */
  readonly Proxy?: ConnectProxyConfig;
  readonly Connect?: { readonly Native: true };
  readonly Datacenter: string;
}

export function agentServiceOf(service: NodeService, datacenter: string): AgentService {
  const { Kind, Tags, Meta, Port, Ports, Proxy, Connect, Weights, Locality, ...rest } = service;
  const isProxy = Kind === 'connect-proxy' || Kind?.endsWith('-gateway') === true;
  return {
    ...(Kind === undefined ? {} : { Kind }),
    ...rest,
    Tags: Tags ?? [],
    Meta: Meta ?? {},
    Port: defaultPort(Port, Ports),
    ...(Ports === undefined ? {} : { Ports }),
    Weights: { Passing: Weights.Passing > 0 ? Weights.Passing : 1, Warning: Weights.Warning },
    ...(isProxy ? { Proxy: shownProxy(Proxy) } : {}),
    ...(Connect.Native === true ? { Connect: { Native: true } } : {}),
    Datacenter: datacenter,
    ...(Locality === undefined ? {} : { Locality }),
  };
}

// Here an empty mode, destination type and datacenter are left out too, and ParsedFromCheck is not; what only entries say
// is not shown.
function shownProxy(proxy: ConnectProxyConfig): ConnectProxyConfig {
  const { Mode, Upstreams, Expose, EnvoyExtensions: _, ...rest } = proxy;
  const paths = Expose.Paths?.map(({ ParsedFromCheck = false, ...path }) => {
    const said = Object.entries(path).filter(([, value]) => value !== '' && value !== 0);
    return { ...Object.fromEntries(said), ParsedFromCheck };
  });
  const upstreams = Upstreams?.map((upstream) => {
    const { DestinationType, Datacenter, CentrallyConfigured: _derived, ...said } = upstream;
    return {
      ...(DestinationType === '' ? {} : { DestinationType }),
      ...said,
      ...(Datacenter ? { Datacenter } : {}),
    };
  });
  return {
    ...rest,
    ...(Mode ? { Mode } : {}),
    ...(upstreams === undefined ? {} : { Upstreams: upstreams as ConnectProxyConfig['Upstreams'] }),
    Expose: { ...Expose, ...(paths === undefined ? {} : { Paths: paths }) },
  } as ConnectProxyConfig;
}
