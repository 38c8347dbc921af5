// SPDX-License-Identifier: Apache-2.0
import { linkedServices } from '../../model/chain/links.ts';
import { NO_OVERRIDES } from '../../model/chain/request.ts';
import { localTenancy, rowKey } from '../../model/tenancy.ts';
import { configEntries } from '../../state/tables/config-entries.ts';
import { services } from '../../state/tables/services.ts';
import { compiledChain } from '../chain/compiled.ts';
import { defineView, type ViewRead } from '../engine/view.ts';
import { gatewayServices } from '../gateways/services.ts';

/** Whoever was registered to dial a service, or another one that leads to it: services and gateways. Sorted. */
export const registeredCallers = defineView<string, readonly string[]>({
  name: 'ui/callers',
  key: (service) => service,
  compute: (read, service) => {
    const dialled = leadingTo(read, service);
    const callers = new Set<string>();
    for (const { value } of read.by(services, 'kind', rowKey(localTenancy, 'connect-proxy'))) {
      const { DestinationServiceName: name = '', Upstreams } = value.service.Proxy;
      const dials = (Upstreams ?? []).some(
        ({ DestinationName, DestinationType, DestinationPeer = '' }) =>
          DestinationType !== 'prepared_query' &&
          DestinationPeer === '' &&
          dialled.has(DestinationName),
      );
      if (dials) callers.add(name);
    }
    for (const { value } of read.by(
      configEntries,
      'kind',
      rowKey(localTenancy, 'ingress-gateway'),
    )) {
      const served = read.view(gatewayServices, value.entry.Name);
      if (served.some(({ Service }) => dialled.has(Service.Name))) callers.add(value.entry.Name);
    }
    return [...callers].sort();
  },
});

/** The services whose chains end at one, itself among them unless it sends all calls elsewhere. */
function leadingTo(read: ViewRead, service: string): ReadonlySet<string> {
  const candidates = new Set([service]);
  for (const name of candidates) {
    for (const { value } of read.by(configEntries, 'link', rowKey(localTenancy, name))) {
      if (linkedServices(value.entry).length > 0) candidates.add(value.entry.Name);
    }
  }
  const ends = [...candidates].filter((name) => {
    const key = { service: name, datacenter: '', overrides: NO_OVERRIDES };
    const answer = read.view(compiledChain, key);
    if ('problem' in answer) return false;
    return Object.values(answer.Chain.Targets).some(({ Service }) => Service === service);
  });
  return new Set(ends);
}
