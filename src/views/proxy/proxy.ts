// SPDX-License-Identifier: Apache-2.0
import { defineView } from '../engine/view.ts';
import { meshGateway } from './mesh-gateway.ts';
import { type ProxyKey, proxyKey, registrationOf } from './registration.ts';
import { sidecar } from './sidecar.ts';
import type { ProxySnapshot } from './snapshot.ts';

/** What a proxy needs to know, of whatever kind it is; undefined while it can't be told, or isn't registered. */
export const proxySnapshot = defineView<ProxyKey, ProxySnapshot | undefined>({
  name: 'proxy/snapshot',
  key: proxyKey,
  compute: (read, key) => {
    switch (registrationOf(read, key)?.service.Kind) {
      case 'connect-proxy':
        return read.view(sidecar, key);
      case 'mesh-gateway':
        return read.view(meshGateway, key);
      default:
        return undefined;
    }
  },
});
