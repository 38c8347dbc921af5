// SPDX-License-Identifier: Apache-2.0
import { HttpProtocolOptions_HeadersWithUnderscoresAction as Underscores } from '../../../gen/envoy/config/core/v3/protocol_pb.ts';
import { HttpConnectionManager_PathWithEscapedSlashesAction as EscapedSlashes } from '../../../gen/envoy/extensions/filters/network/http_connection_manager/v3/http_connection_manager_pb.ts';
import type { MeshSettings } from '../../../model/proxy/mesh-settings.ts';
import type { Normalization } from './http.ts';

/** How requests are brought into one form before intentions look at their paths and headers. */
export function normalization(mesh: MeshSettings): Normalization {
  const slashes = valueOf(EscapedSlashes, mesh.escapedSlashes);
  const underscores = valueOf(Underscores, mesh.headersWithUnderscores);
  return {
    ...(mesh.normalizesPath ? { normalizePath: true } : {}),
    mergeSlashes: mesh.mergesSlashes,
    ...(slashes === undefined ? {} : { pathWithEscapedSlashesAction: slashes }),
    ...(underscores === undefined
      ? {}
      : { commonHttpProtocolOptions: { headersWithUnderscoresAction: underscores } }),
  };
}

function valueOf<E extends Readonly<Record<string, unknown>>>(
  names: E,
  name: string,
): E[keyof E] | undefined {
  return Object.hasOwn(names, name) ? (names[name] as E[keyof E]) : undefined;
}
