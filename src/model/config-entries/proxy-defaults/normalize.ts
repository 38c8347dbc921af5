// SPDX-License-Identifier: Apache-2.0
import type { DecodedEntry } from '../decode.ts';
import { withoutEmpty } from '../empty.ts';
import { refused } from '../meta.ts';
import { exposeOf, extensionsOf, meshGatewayOf, transparentProxyOf } from '../proxy-parts.ts';
import type { ProxyDefaults } from './schema.ts';

const GLOBAL = 'global';

/** There is one entry of this kind; refuses every other name. */
export function refuseOtherProxyDefaults(name: string): void {
  if (name === '' || name === GLOBAL) return;
  throw refused(`invalid name (${JSON.stringify(name)}), only "${GLOBAL}" is supported`);
}

export function normalizeProxyDefaults(written: DecodedEntry<'proxy-defaults'>): ProxyDefaults {
  const { Kind, Name = '', Config, Protocol: _, Meta, EnvoyExtensions, ...rest } = written;
  refuseOtherProxyDefaults(Name);
  const { TransparentProxy, MeshGateway, Expose, AccessLogs, ...others } = rest;
  const { FailoverPolicy, PrioritizeByLocality } = others;
  return {
    Kind,
    Name: GLOBAL,
    Config: Config ?? null,
    ...withoutEmpty({ Mode: others.Mode }),
    TransparentProxy: transparentProxyOf(TransparentProxy),
    ...withoutEmpty({ MutualTLSMode: others.MutualTLSMode }),
    MeshGateway: meshGatewayOf(MeshGateway),
    Expose: exposeOf(Expose) as NonNullable<ProxyDefaults['Expose']>,
    AccessLogs: withoutEmpty(AccessLogs ?? {}),
    ...withoutEmpty({ EnvoyExtensions: extensionsOf(EnvoyExtensions) }),
    ...(FailoverPolicy === undefined ? {} : { FailoverPolicy: withoutEmpty(FailoverPolicy) }),
    ...(PrioritizeByLocality === undefined
      ? {}
      : { PrioritizeByLocality: withoutEmpty(PrioritizeByLocality) }),
    ...withoutEmpty({ Meta }),
  };
}
