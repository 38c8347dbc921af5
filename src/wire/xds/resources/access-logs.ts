// SPDX-License-Identifier: Apache-2.0
// Access logs of filters, and of listeners for connections that never reached a filter.
import { create, type JsonObject } from '@bufbuild/protobuf';
import type { Any } from '@bufbuild/protobuf/wkt';
import {
  type AccessLog,
  AccessLogSchema,
} from '../../../gen/envoy/config/accesslog/v3/accesslog_pb.ts';
import type { SubstitutionFormatStringSchema } from '../../../gen/envoy/config/core/v3/substitution_format_string_pb.ts';
import { FileAccessLogSchema } from '../../../gen/envoy/extensions/access_loggers/file/v3/file_pb.ts';
import {
  StderrAccessLogSchema,
  StdoutAccessLogSchema,
} from '../../../gen/envoy/extensions/access_loggers/stream/v3/stream_pb.ts';
import type { AccessLogs } from '../../../model/proxy/access-logs.ts';
import { anyOf, type Init } from './message.ts';

/** Envoy's flag of a connection or request that found no way. */
const NO_ROUTE = 'NR';

/** Of a filter: everything that it sees. */
export function filterLogs(logs: AccessLogs | undefined): AccessLog[] {
  return logs === undefined ? [] : [accessLog(logs, [])];
}

/** Of a listener: what no filter chain wanted. */
export function listenerLogs(logs: AccessLogs | undefined): AccessLog[] {
  return logs?.coversListeners ? [accessLog(logs, [NO_ROUTE])] : [];
}

function accessLog(logs: AccessLogs, flags: string[]): AccessLog {
  const [kind, value] = loggerOf(logs);
  const filterSpecifier = { case: 'responseFlagFilter', value: { flags } } as const;
  return create(AccessLogSchema, {
    name: `envoy.access_loggers.${kind}`,
    configType: { case: 'typedConfig', value },
    ...(flags.length === 0 ? {} : { filter: { filterSpecifier } }),
  });
}

function loggerOf({ sink, format }: AccessLogs): [string, Any] {
  const accessLogFormat = { case: 'logFormat', value: formatOf(format) } as const;
  if (sink === 'stdout') return [sink, anyOf(StdoutAccessLogSchema, { accessLogFormat })];
  if (sink === 'stderr') return [sink, anyOf(StderrAccessLogSchema, { accessLogFormat })];
  return ['file', anyOf(FileAccessLogSchema, { path: sink.path, accessLogFormat })];
}

function formatOf(format: AccessLogs['format']): Init<typeof SubstitutionFormatStringSchema> {
  if (typeof format !== 'string') {
    return { format: { case: 'jsonFormat', value: format as JsonObject } };
  }
  const line = format.endsWith('\n') ? format : `${format}\n`;
  const value = { specifier: { case: 'inlineString', value: line } } as const;
  return { format: { case: 'textFormatSource', value } };
}
