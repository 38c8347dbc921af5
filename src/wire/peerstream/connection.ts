// SPDX-License-Identifier: Apache-2.0
// A connection to one server of a peer. The server proves itself by a certificate of the peer's CA for
// the peer's server name; we prove nothing here, the secrets do that later.
import { createSecureContext } from 'node:tls';
import { type ChannelOptions, Client, credentials } from '@grpc/grpc-js';
import { formatHostPort } from '../../model/host-port.ts';
import type { PeerEndpoint } from '../../model/peering/dialing.ts';
import { parseServerAddress } from '../../model/peering/server-address.ts';

export interface ConnectionOptions {
  readonly maxMessageBytes: number;
  /** Pings, so that a dead connection is noticed; for streams. */
  readonly keepsAlive: boolean;
}

/** A client on a connection of its own, made when it is first used. Throws when the CA certificates can't be used. */
export function connectTo(
  endpoint: PeerEndpoint,
  address: string,
  { maxMessageBytes, keepsAlive }: ConnectionOptions,
): Client {
  const isTls = endpoint.caPems.length > 0;
  const options: ChannelOptions = {
    'grpc.max_receive_message_length': maxMessageBytes,
    'grpc.max_send_message_length': maxMessageBytes,
    // Every attempt gets a fresh connection, to the address that it asked for and no other.
    'grpc.use_local_subchannel_pool': 1,
    'grpc.enable_http_proxy': 0,
    'grpc.enable_retries': 0,
    'grpc.service_config_disable_resolution': 1,
    ...(isTls ? { 'grpc.ssl_target_name_override': endpoint.serverName } : {}),
    ...(keepsAlive
      ? {
          'grpc.keepalive_time_ms': 30_000,
          'grpc.keepalive_timeout_ms': 10_000,
          'grpc.keepalive_permit_without_calls': 1,
        }
      : {}),
  };
  const channel = isTls ? tlsCredentials(endpoint.caPems) : credentials.createInsecure();
  return new Client(targetOf(address), channel, options);
}

function tlsCredentials(caPems: readonly string[]) {
  const context = createSecureContext({
    ca: [...caPems],
    minVersion: 'TLSv1.2',
    // What a token names is trusted, also when it is signed by something else.
    allowPartialTrustChain: true,
  });
  // Said here, so that nothing in the environment can turn it off.
  return credentials.createFromSecureContext(context, { rejectUnauthorized: true });
}

// With its scheme, so that no address can be taken for anything but a host and a port.
function targetOf(address: string): string {
  const parsed = parseServerAddress(address);
  if (parsed === undefined) throw new Error(`${address} is not a valid peering server address`);
  return `dns:///${formatHostPort(parsed)}`;
}
