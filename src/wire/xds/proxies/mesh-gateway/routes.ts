// SPDX-License-Identifier: Apache-2.0
import type { ExportedService } from '../../../../views/proxy/snapshot.ts';
import { type Built, builtRoute, refs } from '../../resources/built.ts';
import { routeConfiguration } from '../../resources/http.ts';
import { Memo } from '../../resources/memo.ts';
import { clusterNameOf } from './clusters.ts';

const routes = new Memo<Built>();

/** Requests for an exported service, of which the gateway sees each: all to its sidecars. */
export function exportedRoute(service: ExportedService): Built {
  return routes.get([service], '', () => {
    const cluster = clusterNameOf(service);
    const { service: name } = service.target;
    return builtRoute(
      routeConfiguration({ name, host: name, cluster }),
      refs('clusters', [cluster]),
    );
  });
}
