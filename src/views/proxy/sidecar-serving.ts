// SPDX-License-Identifier: Apache-2.0
import type { ConnectProxyConfig } from '../../model/catalog/service.ts';
import type { ProxyDefaults } from '../../model/config-entries/proxy-defaults/schema.ts';
import type { ServiceDefaults } from '../../model/config-entries/service-defaults/schema.ts';
import { sidecarSettings } from '../../model/proxy/sidecar-settings.ts';
import { defineView } from '../engine/view.ts';
import { entryOf } from './entry.ts';
import { type ProxyKey, proxyKey, registrationOf } from './registration.ts';
import type { Address, Serving } from './snapshot.ts';

const EVERY_ADDRESS = '0.0.0.0';
const LOOPBACK = '127.0.0.1';

/** How one sidecar serves, whoever calls; undefined when it isn't registered as a sidecar of something. */
export const sidecarServing = defineView<ProxyKey, Serving | undefined>({
  name: 'proxy/sidecar-serving',
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
    return {
      service,
      bind: {
        address: settings.bindAddress ?? (proxy.Address || EVERY_ADDRESS),
        port: settings.bindPort ?? proxy.Port,
      },
      application: applicationAddress(proxy.Proxy),
      settings,
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
