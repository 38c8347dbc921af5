// SPDX-License-Identifier: Apache-2.0
import { formatHostPort } from '../../model/host-port.ts';
import { localTenancy } from '../../model/tenancy.ts';
import { instances } from '../health/instances.ts';
import { defineView } from '../engine/view.ts';

const SERVERS = 'consul';

/** Where peers can dial our servers, `host:port`; empty when no server has a gRPC port (peering-protocol §1.4). */
export const serverAddresses = defineView<null, readonly string[]>({
  name: 'peering/server-addresses',
  key: () => '',
  compute: (read) => {
    const servers = read.view(instances, { tenancy: localTenancy, service: SERVERS, by: 'name' });
    return servers.flatMap(({ Node, Service }) => {
      const port = portOf(Service.Meta?.['grpc_tls_port']) ?? portOf(Service.Meta?.['grpc_port']);
      if (port === undefined) return [];
      return [formatHostPort({ host: Node.TaggedAddresses?.['wan'] ?? Node.Address, port })];
    });
  },
});

function portOf(text: string | undefined): number | undefined {
  const port = Number(text ?? '');
  return Number.isInteger(port) && port > 0 && port <= 65_535 ? port : undefined;
}
