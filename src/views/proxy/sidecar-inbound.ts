// SPDX-License-Identifier: Apache-2.0
import type { ConnectProxyConfig } from '../../model/catalog/service.ts';
import type { ProxyDefaults } from '../../model/config-entries/proxy-defaults/schema.ts';
import type { ServiceDefaults } from '../../model/config-entries/service-defaults/schema.ts';
import { sidecarSettings } from '../../model/proxy/sidecar-settings.ts';
import { accessPolicy } from '../intentions/policy.ts';
import { defineView } from '../engine/view.ts';
import { entryOf } from './entry.ts';
import { type ProxyKey, proxyKey, registrationOf } from './registration.ts';
import type { Address, Inbound } from './snapshot.ts';
import { callersTrust } from './trust.ts';

const EVERY_ADDRESS = '0.0.0.0';
const LOOPBACK = '127.0.0.1';

/** How one sidecar receives; undefined when it isn't registered as a sidecar of something. */
export const sidecarInbound = defineView<ProxyKey, Inbound | undefined>({
  name: 'proxy/sidecar-inbound',
  key: proxyKey,
  compute: (read, key) => {
    const proxy = registrationOf(read, key)?.service;
    const service = proxy?.Proxy.DestinationServiceName;
    if (proxy?.Kind !== 'connect-proxy' || !service) return undefined;
    const settings = sidecarSettings({
      proxyDefaults: entryOf<ProxyDefaults>(read, 'proxy-defaults', 'global'),
      serviceDefaults: entryOf<ServiceDefaults>(read, 'service-defaults', service),
      registration: proxy.Proxy,
    });
    const policy = read.view(accessPolicy, {
      destination: service,
      protocol: settings.protocol,
    });
    if (policy === undefined) return undefined;
    return {
      service,
      bind: {
        address: settings.bindAddress ?? (proxy.Address || EVERY_ADDRESS),
        port: settings.bindPort ?? proxy.Port,
      },
      application: applicationAddress(proxy.Proxy),
      settings,
      callers: read.view(callersTrust, service),
      policy,
    };
  },
});

function applicationAddress(proxy: ConnectProxyConfig): Address {
  if (proxy.LocalServiceSocketPath) return { path: proxy.LocalServiceSocketPath };
  return {
    address: proxy.LocalServiceAddress || LOOPBACK,
    port: proxy.LocalServicePort ?? 0,
  };
}
