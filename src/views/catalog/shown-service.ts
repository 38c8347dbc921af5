// SPDX-License-Identifier: Apache-2.0
import type { NodeService, ServiceRow } from '../../model/catalog/service.ts';
import type { Row } from '../../state/table.ts';
import { asSynced } from '../config/synced.ts';
import type { ViewRead } from '../engine/view.ts';
import { indexed, type Indexed } from '../health/instances.ts';

/** An instance as node and health answers show it; a port of 0 is not shown. */
export type ShownService = Omit<NodeService, 'Port'> &
  Indexed & { readonly Port?: number; readonly PeerName: string };

export function shownService(read: ViewRead, row: Row<ServiceRow>): ShownService {
  const { tenancy } = row.value;
  return withoutZeroPort({ ...asSynced(read, row.value), PeerName: tenancy.peer, ...indexed(row) });
}

/** An instance of several ports is reached at the default one by those who know of one only. */
export function withDefaultPort<S extends NodeService>(service: S): S {
  if (service.Port !== 0 || service.Ports === undefined) return service;
  const { Port = 0 } = service.Ports.find((port) => port.Default) ?? {};
  return Port === 0 ? service : { ...service, Port };
}

/** The same object unless it has a port of 0. */
export function withoutZeroPort<S extends { readonly Port?: number }>(service: S): S {
  if (service.Port !== 0) return service;
  const { Port: _, ...shown } = service;
  return shown as S;
}
