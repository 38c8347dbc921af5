// SPDX-License-Identifier: Apache-2.0
import { create } from '@bufbuild/protobuf';
import { FilterChainSchema } from '../../../../gen/envoy/config/listener/v3/listener_components_pb.ts';
import { isHttpLike } from '../../../../model/chain/protocol.ts';
import type { Binding } from '../../../../model/proxy/gateway-settings.ts';
import type {
  ExportedService,
  MeshGatewaySnapshot,
  PeeringServers,
} from '../../../../views/proxy/snapshot.ts';
import { type Built, refs } from '../../resources/built.ts';
import { httpConnectionManager } from '../../resources/http.ts';
import { type FilterChainInit, listener, type ListenerSpec } from '../../resources/listeners.ts';
import { Memo } from '../../resources/memo.ts';
import { clusterBySni, tcpProxy } from '../../resources/tcp.ts';
import { serverSide } from '../../resources/tls.ts';
import { clusterNameOf } from './clusters.ts';

const listeners = new Memo<Built>();
const exportedChains = new Memo<FilterChainInit>();

/** One way in: exported services by what peers call them, servers of peers, then everything by its own name. */
export function gatewayListener(binding: Binding, gateway: MeshGatewaySnapshot): Built {
  const { exported, settings, mesh, leaf, trust, peeringServers } = gateway;
  const parts = [exported, peeringServers, settings, mesh, leaf ?? trust] as const;
  return listeners.get(parts, binding.name, () => listener(listenerSpec(binding, gateway)));
}

function listenerSpec(binding: Binding, gateway: MeshGatewaySnapshot): ListenerSpec {
  const { exported, peeringServers } = gateway;
  const { accessLogs } = gateway.settings;
  return {
    name: binding.name,
    bind: { address: binding.address, port: binding.port },
    readsSni: true,
    accessLogs,
    chains: [
      ...exported.map((service) => exportedChain(service, gateway)),
      ...peeringServers.map((servers) => serversChain(servers, binding, gateway)),
      { filters: [clusterBySni, tcpProxy(`mesh_gateway_local.${binding.name}`, '', accessLogs)] },
    ],
    needs: [
      ...exported.flatMap((service) =>
        isHttpLike(service.target.protocol)
          ? refs('routes', [service.target.service])
          : refs('clusters', [clusterNameOf(service)]),
      ),
      ...peeringServers.flatMap(({ name }) => refs('clusters', [name])),
    ],
  };
}

function exportedChain(service: ExportedService, gateway: MeshGatewaySnapshot): FilterChainInit {
  const { leaf, trust, mesh, settings } = gateway;
  const { xdsFetchTimeoutMs: fetchTimeoutMs, maxRequestHeadersKb, accessLogs } = settings;
  const text = JSON.stringify([fetchTimeoutMs, maxRequestHeadersKb, accessLogs]);
  return exportedChains.get([service, leaf ?? trust, mesh], text, () => {
    const { target, snis, callers } = service;
    // Envoy compares with what it has read in lower case.
    const filterChainMatch = { serverNames: snis.map((sni) => sni.toLowerCase()) };
    const stats = `mesh_gateway_local_peered.${target.label}`;
    if (!isHttpLike(target.protocol)) {
      const filters = [tcpProxy(stats, clusterNameOf(service), accessLogs)];
      return create(FilterChainSchema, { filterChainMatch, filters });
    }
    if (leaf === undefined) throw new Error('no certificate to end TLS with');
    const manager = httpConnectionManager({
      stats,
      protocol: target.protocol,
      routes: { name: target.service, fetchTimeoutMs },
      forwards: 'own-view',
      maxRequestHeadersKb,
      accessLogs,
    });
    const transportSocket = serverSide({ leaf, callers, mesh, alpn: [] });
    return create(FilterChainSchema, { filterChainMatch, filters: [manager], transportSocket });
  });
}

function serversChain(
  { name, whose }: PeeringServers,
  binding: Binding,
  { proxy, settings }: MeshGatewaySnapshot,
): FilterChainInit {
  const stats =
    whose === 'own'
      ? `mesh_gateway_local_peering_server.${binding.name}.${proxy.datacenter}`
      : `mesh_gateway_remote_peering_servers.${name}`;
  const filters = [tcpProxy(stats, name, settings.accessLogs)];
  return create(FilterChainSchema, { filterChainMatch: { serverNames: [name] }, filters });
}
