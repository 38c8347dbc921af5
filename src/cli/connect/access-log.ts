// SPDX-License-Identifier: Apache-2.0
import type { OpaqueConfig } from '../../model/catalog/service.ts';
import { type Json, typed } from './envoy-shapes.ts';
import { textOf } from './raw-config.ts';

/** Fields of a line when nothing else is asked for; tools that read Consul's logs know them. */
const FIELDS: Json = {
  start_time: '%START_TIME%',
  route_name: '%ROUTE_NAME%',
  method: '%REQ(:METHOD)%',
  path: '%REQ(X-ENVOY-ORIGINAL-PATH?:PATH)%',
  protocol: '%PROTOCOL%',
  response_code: '%RESPONSE_CODE%',
  response_flags: '%RESPONSE_FLAGS%',
  response_code_details: '%RESPONSE_CODE_DETAILS%',
  connection_termination_details: '%CONNECTION_TERMINATION_DETAILS%',
  bytes_received: '%BYTES_RECEIVED%',
  bytes_sent: '%BYTES_SENT%',
  duration: '%DURATION%',
  upstream_service_time: '%RESP(X-ENVOY-UPSTREAM-SERVICE-TIME)%',
  x_forwarded_for: '%REQ(X-FORWARDED-FOR)%',
  user_agent: '%REQ(USER-AGENT)%',
  request_id: '%REQ(X-REQUEST-ID)%',
  authority: '%REQ(:AUTHORITY)%',
  upstream_host: '%UPSTREAM_HOST%',
  upstream_cluster: '%UPSTREAM_CLUSTER%',
  upstream_local_address: '%UPSTREAM_LOCAL_ADDRESS%',
  downstream_local_address: '%DOWNSTREAM_LOCAL_ADDRESS%',
  downstream_remote_address: '%DOWNSTREAM_REMOTE_ADDRESS%',
  requested_server_name: '%REQUESTED_SERVER_NAME%',
  upstream_transport_failure_reason: '%UPSTREAM_TRANSPORT_FAILURE_REASON%',
};

/** The log of the admin interface: as proxy-defaults asks, when it does, else lines of Envoy's own to `path`. */
export function adminAccessLog(logs: OpaqueConfig | undefined, path: string): Json {
  if (logs?.['Enabled'] !== true) return fileLog('envoy.access_loggers.file', path);
  const name = 'Consul Listener Filter Log';
  const format = { log_format: formatOf(logs) };
  const type = textOf(logs, 'Type') ?? 'stdout';
  if (type === 'file') return fileLog(name, textOf(logs, 'Path') ?? '', format);
  if (type !== 'stdout' && type !== 'stderr') throw new Error(`unsupported log format: ${type}`);
  const stream = type === 'stdout' ? 'StdoutAccessLog' : 'StderrAccessLog';
  return { name, typed_config: typed(`extensions.access_loggers.stream.v3.${stream}`, format) };
}

function fileLog(name: string, path: string, format: Json = {}): Json {
  const log = typed('extensions.access_loggers.file.v3.FileAccessLog', { path, ...format });
  return { name, typed_config: log };
}

function formatOf(logs: OpaqueConfig): Json {
  const json = textOf(logs, 'JSONFormat');
  const text = textOf(logs, 'TextFormat');
  if (json === undefined && text !== undefined) {
    return { text_format_source: { inline_string: text.endsWith('\n') ? text : `${text}\n` } };
  }
  return { json_format: json === undefined ? FIELDS : (JSON.parse(json) as Json) };
}
