// SPDX-License-Identifier: Apache-2.0
import { jsonSyntaxError } from '../../json-syntax.ts';
import { multipleErrors } from '../../shape/problems.ts';
import { metaProblems, refused, refuseProblems } from '../meta.ts';
import { extensionProblems } from '../extension-problems.ts';
import { mutualTlsModeError } from '../proxy-parts.ts';
import type { ProxyDefaults } from './schema.ts';

const FAILOVER_MODES = ['', 'sequential', 'order-by-locality'];
// Unix socket paths end at 104 bytes on some systems; the file's name takes up to 32 of them.
const MAX_SOCKET_DIR_BYTES = 70;

export function validateProxyDefaults(entry: ProxyDefaults): void {
  const logsError = accessLogsError(entry.AccessLogs ?? {});
  if (logsError !== undefined) throw refused(logsError);
  refuseProblems(metaProblems(entry));
  const directory = entry.Config?.['envoy_hcp_metrics_bind_socket_dir'];
  if (typeof directory === 'string' && directory.length > MAX_SOCKET_DIR_BYTES) {
    throw refused(
      `Config: envoy_hcp_metrics_bind_socket_dir length ${directory.length} exceeds max ${MAX_SOCKET_DIR_BYTES}`,
    );
  }
  const problems = extensionProblems(entry.EnvoyExtensions);
  if (problems.length > 0) throw refused(multipleErrors(problems));
  if (!FAILOVER_MODES.includes(String(entry.FailoverPolicy?.['Mode'] ?? ''))) {
    throw refused("Failover-policy mode must be one of '', 'sequential', or 'order-by-locality'");
  }
  if (entry.PrioritizeByLocality?.['Mode'] !== undefined) {
    throw refused('Prioritize-by-locality requires Consul Enterprise ');
  }
  const modeError = mutualTlsModeError(entry.MutualTLSMode);
  if (modeError !== undefined) throw refused(modeError);
}

function accessLogsError(logs: NonNullable<ProxyDefaults['AccessLogs']>): string | undefined {
  const {
    Type = '',
    Path = '',
    JSONFormat = '',
    TextFormat = '',
  } = logs as Readonly<Record<string, string>>;
  if (!['', 'file', 'stderr', 'stdout'].includes(Type)) return `invalid access log type: ${Type}`;
  if (Type === 'file' && Path === '') {
    return 'path must be specified when using file type access logs';
  }
  if (JSONFormat !== '' && TextFormat !== '') {
    return 'cannot specify both access log JSONFormat and TextFormat';
  }
  if (Type !== 'file' && Path !== '') return 'path is only valid for file type access logs';
  const syntax = JSONFormat === '' ? undefined : jsonSyntaxError(JSONFormat);
  return syntax === undefined ? undefined : `invalid access log json for JSON format: ${syntax}`;
}
