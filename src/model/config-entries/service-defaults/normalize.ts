// SPDX-License-Identifier: Apache-2.0
import type { DecodedEntry } from '../decode.ts';
import { withoutEmpty } from '../empty.ts';
import { passiveHealthCheckOf } from '../gateway-shapes.ts';
import { exposeOf, extensionsOf, meshGatewayOf, transparentProxyOf } from '../proxy-parts.ts';
import type { ServiceDefaults, UpstreamSettings } from './schema.ts';

type Written = DecodedEntry<'service-defaults'>;
type WrittenUpstream = NonNullable<NonNullable<Written['UpstreamConfig']>['Defaults']>;

export function normalizeServiceDefaults(written: Written): ServiceDefaults {
  const { Kind, Name = '', Protocol = '', Meta, EnvoyExtensions, Destination, ...rest } = written;
  const { TransparentProxy, MeshGateway, Expose, UpstreamConfig, ...others } = rest;
  const { RateLimits, MaxRequestHeadersKB } = others;
  return {
    Kind,
    Name,
    Protocol: Protocol.toLowerCase(),
    ...(withoutEmpty(others) as Partial<ServiceDefaults>),
    // Where a zero, or an empty object, is not the same as nothing.
    ...(RateLimits === undefined ? {} : { RateLimits }),
    ...(MaxRequestHeadersKB === undefined ? {} : { MaxRequestHeadersKB }),
    TransparentProxy: transparentProxyOf(TransparentProxy),
    MeshGateway: meshGatewayOf(MeshGateway),
    Expose: exposeOf(Expose) as NonNullable<ServiceDefaults['Expose']>,
    ...(UpstreamConfig === undefined ? {} : { UpstreamConfig: upstreamsOf(UpstreamConfig) }),
    ...(Destination === undefined
      ? {}
      : { Destination: { Addresses: Destination.Addresses ?? [], Port: Destination.Port ?? 0 } }),
    ...withoutEmpty({ EnvoyExtensions: extensionsOf(EnvoyExtensions) }),
    ...withoutEmpty({ Meta }),
  };
}

function upstreamsOf({ Overrides = [], Defaults }: NonNullable<Written['UpstreamConfig']>) {
  return {
    ...withoutEmpty({ Overrides: Overrides.map(upstreamOf) }),
    ...(Defaults === undefined ? {} : { Defaults: upstreamOf(Defaults) }),
  };
}

function upstreamOf(written: WrittenUpstream): UpstreamSettings {
  const { Peer = '', Protocol = '', ConnectTimeoutMs = 0, MeshGateway, ...others } = written;
  const { Limits, PassiveHealthCheck, ...rest } = others;
  return {
    ...(withoutEmpty(rest) as Partial<UpstreamSettings>),
    Peer,
    ...withoutEmpty({ Protocol: Protocol.toLowerCase() }),
    ...(ConnectTimeoutMs > 0 ? { ConnectTimeoutMs } : {}),
    // A limit of 0 is one; only those that are absent are no limits.
    ...(Limits === undefined ? {} : { Limits: Limits as NonNullable<UpstreamSettings['Limits']> }),
    ...(PassiveHealthCheck === undefined
      ? {}
      : { PassiveHealthCheck: passiveHealthCheckOf(PassiveHealthCheck) }),
    MeshGateway: meshGatewayOf(MeshGateway),
  };
}
