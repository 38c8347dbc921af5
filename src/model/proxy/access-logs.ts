// SPDX-License-Identifier: Apache-2.0
import type { ConnectProxyConfig, OpaqueConfig } from '../catalog/service.ts';
import type { ProxyDefaults } from '../config-entries/proxy-defaults/schema.ts';
import { flagAt, foldedConfig, isObject, textAt } from './opaque.ts';

/** Where and how a proxy writes down each request and connection. */
export interface AccessLogs {
  readonly sink: 'stdout' | 'stderr' | { readonly path: string };
  /** Envoy's format: fields by name, or a line. */
  readonly format: OpaqueConfig | string;
  /** Also connections that no filter chain wanted. */
  readonly coversListeners: boolean;
}

/** The registration's, if it asks for any, else proxy-defaults'; undefined where neither does. */
export function accessLogsOf(
  proxyDefaults: ProxyDefaults | undefined,
  registration: ConnectProxyConfig,
): AccessLogs | undefined {
  const config = [registration.AccessLogs, proxyDefaults?.AccessLogs]
    .map((one) => foldedConfig(one))
    .find((one) => flagAt(one, 'Enabled'));
  if (config === undefined) return undefined;
  const type = textAt(config, 'Type');
  const path = textAt(config, 'Path');
  return {
    sink: type === 'file' && path !== undefined ? { path } : type === 'stderr' ? type : 'stdout',
    format: textAt(config, 'TextFormat') ?? jsonFormat(textAt(config, 'JSONFormat')),
    coversListeners: !flagAt(config, 'DisableListenerLogs'),
  };
}

/** The user's own fields; if they can't be read, or none are given, the usual ones. */
function jsonFormat(text: string | undefined): OpaqueConfig {
  try {
    const fields: unknown = JSON.parse(text ?? '');
    return isObject(fields) ? fields : USUAL_FIELDS;
  } catch {
    return USUAL_FIELDS;
  }
}

const USUAL_FIELDS: OpaqueConfig = {
  authority: '%REQ(:AUTHORITY)%',
  bytes_received: '%BYTES_RECEIVED%',
  bytes_sent: '%BYTES_SENT%',
  connection_termination_details: '%CONNECTION_TERMINATION_DETAILS%',
  downstream_local_address: '%DOWNSTREAM_LOCAL_ADDRESS%',
  downstream_remote_address: '%DOWNSTREAM_REMOTE_ADDRESS%',
  duration: '%DURATION%',
  method: '%REQ(:METHOD)%',
  path: '%REQ(X-ENVOY-ORIGINAL-PATH?:PATH)%',
  protocol: '%PROTOCOL%',
  request_id: '%REQ(X-REQUEST-ID)%',
  requested_server_name: '%REQUESTED_SERVER_NAME%',
  response_code: '%RESPONSE_CODE%',
  response_code_details: '%RESPONSE_CODE_DETAILS%',
  response_flags: '%RESPONSE_FLAGS%',
  route_name: '%ROUTE_NAME%',
  start_time: '%START_TIME%',
  upstream_cluster: '%UPSTREAM_CLUSTER%',
  upstream_host: '%UPSTREAM_HOST%',
  upstream_local_address: '%UPSTREAM_LOCAL_ADDRESS%',
  upstream_service_time: '%RESP(X-ENVOY-UPSTREAM-SERVICE-TIME)%',
  upstream_transport_failure_reason: '%UPSTREAM_TRANSPORT_FAILURE_REASON%',
  user_agent: '%REQ(USER-AGENT)%',
  x_forwarded_for: '%REQ(X-FORWARDED-FOR)%',
};
