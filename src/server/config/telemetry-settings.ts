// SPDX-License-Identifier: Apache-2.0
import type { MetricFilter } from '../metrics/names.ts';
import type { AgentConfig } from './agent-config.ts';
import type { Findings } from './findings.ts';
import type { RawConfig } from './keys/keys.ts';

/** The `telemetry` block; names of gauges have the host's in them unless that is turned off. */
export function telemetrySettings(
  raw: RawConfig,
  hostname: string,
  findings: Findings,
): AgentConfig['telemetry'] {
  const { telemetry = {} } = raw;
  return {
    prometheusRetentionMs: findings.durationMs(
      'telemetry.prometheus_retention_time',
      telemetry.prometheus_retention_time,
      0,
    ),
    naming: {
      prefix: telemetry.metrics_prefix ?? 'consul',
      hostname: telemetry.disable_hostname === true ? undefined : hostname,
      filter: filterOf(telemetry.prefix_filter ?? [], telemetry.filter_default ?? true, findings),
    },
  };
}

function filterOf(
  rules: readonly string[],
  isAllowedElse: boolean,
  findings: Findings,
): MetricFilter {
  const after = (sign: string): string[] =>
    rules.filter((rule) => rule.startsWith(sign)).map((rule) => rule.slice(1));
  for (const rule of rules) {
    if (rule === '') findings.note('Cannot have empty filter rule in prefix_filter');
    else if (!/^[+-]/.test(rule)) {
      findings.note(`Filter rule must begin with either '+' or '-': ${JSON.stringify(rule)}`);
    }
  }
  return { allowed: after('+'), blocked: after('-'), isAllowedElse };
}
