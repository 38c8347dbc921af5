// SPDX-License-Identifier: Apache-2.0
import { localTenancy } from '../../model/tenancy.ts';
import { type Instance, instances } from '../health/instances.ts';
import type { ViewRead } from '../engine/view.ts';

const SERVERS = 'consul';

/** This cluster's servers, by node. */
export function serversOf(read: ViewRead): readonly Instance[] {
  return read.view(instances, { tenancy: localTenancy, service: SERVERS, by: 'name' });
}

/** The port at which a server takes TLS from peers, if it has one. */
export function tlsPortOf({ Service }: Instance): number | undefined {
  return portOf(Service.Meta?.['grpc_tls_port']);
}

/** The port at which a server takes peers, with TLS if it can. */
export function peeringPortOf(server: Instance): number | undefined {
  return tlsPortOf(server) ?? portOf(server.Service.Meta?.['grpc_port']);
}

function portOf(text: string | undefined): number | undefined {
  const port = Number(text ?? '');
  return Number.isInteger(port) && port > 0 && port <= 65_535 ? port : undefined;
}
