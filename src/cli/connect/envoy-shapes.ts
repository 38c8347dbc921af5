// SPDX-License-Identifier: Apache-2.0
// Pieces of Envoy's configuration that a bootstrap repeats, as JSON.
import type { SocketAddress } from './xds-address.ts';

export type Json = Readonly<Record<string, unknown>>;

/** An Any: a message with the type that it is of. */
export const typed = (type: string, message: Json = {}): Json => ({
  '@type': `type.googleapis.com/envoy.${type}`,
  ...message,
});

export const socketOf = ({ host, port }: SocketAddress): Json => ({
  socket_address: { address: host, port_value: port },
});

export const pipeOf = (path: string): Json => ({ pipe: { path } });

/** A cluster of one endpoint that is there from the start. */
export function staticCluster(
  name: string,
  address: Json,
  protocol: 'http_protocol_options' | 'http2_protocol_options',
  connectTimeout: string,
): Json {
  const options = 'extensions.upstreams.http.v3.HttpProtocolOptions';
  return {
    name,
    type: 'STATIC',
    connect_timeout: connectTimeout,
    ignore_health_on_host_removal: false,
    typed_extension_protocol_options: {
      [`envoy.${options}`]: typed(options, { explicit_http_config: { [protocol]: {} } }),
    },
    load_assignment: {
      cluster_name: name,
      endpoints: [{ lb_endpoints: [{ endpoint: { address } }] }],
    },
  };
}
