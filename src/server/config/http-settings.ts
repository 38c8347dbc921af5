// SPDX-License-Identifier: Apache-2.0
// What a configuration says of the HTTP interface as a whole.
import type { BodyLimits } from '../../wire/http/context.ts';
import {
  DEFAULT_HTTP_SETTINGS,
  type HttpSettings,
  parseNetwork,
} from '../../wire/http/settings.ts';
import type { Findings } from './findings.ts';
import type { RawConfig } from './keys/keys.ts';

// Consul's; it is what one entry of its log may hold.
const DEFAULT_VALUE_BYTES = 512 * 1024;

export function httpSettings(raw: RawConfig, devMode: boolean, findings: Findings): HttpSettings {
  const given = raw.http_config ?? {};
  for (const network of given.allow_write_http_from ?? []) {
    if (parseNetwork(network) !== undefined) continue;
    findings.problem(
      'http_config.allow_write_http_from',
      `allow_write_http_from: invalid cidr: ${network}`,
    );
  }
  const writersFrom = given.allow_write_http_from ?? [];
  return {
    responseHeaders: given.response_headers ?? {},
    blockedPrefixes: given.block_endpoints ?? [],
    writersFrom: writersFrom.length === 0 ? undefined : writersFrom,
    maxHeaderBytes: given.max_header_bytes || DEFAULT_HTTP_SETTINGS.maxHeaderBytes,
    maxConnectionsPerClient:
      raw.limits?.http_max_conns_per_client ?? DEFAULT_HTTP_SETTINGS.maxConnectionsPerClient,
    uiPath: uiPathOf(raw, devMode, findings),
  };
}

export function bodyLimits(raw: RawConfig): BodyLimits {
  const kvValueBytes = raw.limits?.kv_max_value_size ?? DEFAULT_VALUE_BYTES;
  const txnBytes = raw.limits?.txn_max_req_len ?? DEFAULT_VALUE_BYTES;
  return { kvValueBytes, txnBytes: Math.max(txnBytes, kvValueBytes) };
}

function uiPathOf(raw: RawConfig, devMode: boolean, findings: Findings): string | undefined {
  const enabled = raw.ui_config?.enabled ?? raw.ui ?? devMode;
  const given = raw.ui_config?.content_path || raw.ui_content_path || 'ui';
  const inner = given.replaceAll(/^\/+|\/+$/g, '');
  const path = inner === '' ? '/' : `/${inner}/`;
  const key = 'ui_config.content_path';
  const received = `received: ${JSON.stringify(path)}`;
  if (!/^[A-Za-z0-9/_-]+$/.test(path)) {
    findings.problem(key, `ui-content-path can only contain alphanumeric, -, _, or /. ${received}`);
  } else if (/\/v\d+\//.test(path)) {
    findings.problem(key, `ui-content-path cannot have 'v[0-9]'. ${received}`);
  }
  return enabled ? path : undefined;
}
