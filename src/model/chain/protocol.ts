// SPDX-License-Identifier: Apache-2.0
import type { ProxyDefaults } from '../config-entries/proxy-defaults/schema.ts';
import type { ServiceDefaults } from '../config-entries/service-defaults/schema.ts';

/** The protocol of a service: its service-defaults, else proxy-defaults, else 'tcp'. Lower case. */
export function protocolOf(
  service: ServiceDefaults | undefined,
  proxy: ProxyDefaults | undefined,
): string {
  if (service?.Protocol) return service.Protocol.toLowerCase();
  const ofAll = proxy?.Config?.['protocol'];
  return typeof ofAll === 'string' && ofAll !== '' ? ofAll.toLowerCase() : 'tcp';
}

/** What a chain takes a service to speak: with service-defaults that don't say it, 'tcp', whatever proxy-defaults say. */
export function chainProtocolOf(
  service: ServiceDefaults | undefined,
  proxy: ProxyDefaults | undefined,
): string {
  if (service === undefined) return protocolOf(undefined, proxy);
  return (service.Protocol || 'tcp').toLowerCase();
}

const HTTP_LIKE: readonly string[] = ['http', 'http2', 'grpc'];

/** Whether a gateway terminates TLS for it and intentions can look into requests. */
export function isHttpLike(protocol: string): boolean {
  return HTTP_LIKE.includes(protocol);
}
