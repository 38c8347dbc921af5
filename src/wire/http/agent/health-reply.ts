// SPDX-License-Identifier: Apache-2.0
import type { AgentServiceHealth } from '../../../views/agent/service-health.ts';
import type { HttpReply, HttpRequest } from '../endpoint.ts';
import type { LocalAgent } from './local-agent.ts';
import { withNewestOutput } from './newest-output.ts';

const STATUS_CODES: Readonly<Record<string, number>> = { passing: 200, warning: 429 };

/** The status code that stands for a health, which load balancers go by. */
export const codeOf = (status: string): number => STATUS_CODES[status] ?? 503;

/** The reason as a text when the client asks for one, else the value; the reason is in a header too. */
export function healthReply(
  request: HttpRequest,
  status: number,
  reason: string,
  json: unknown,
): HttpReply {
  const headers = { 'X-Consul-Reason': reason };
  if (!wantsText(request)) return { status, headers, json };
  return { status, headers: { ...headers, 'Content-Type': 'text/plain' }, text: reason };
}

function wantsText({ headers, query }: HttpRequest): boolean {
  if (headers.accept?.startsWith('text/plain') === true) return true;
  return query.get('format') === 'text';
}

/** A health with the outputs that its checks found last. */
export function newestHealth(health: AgentServiceHealth, agent: LocalAgent): AgentServiceHealth {
  const { Checks } = health;
  if (Checks === null) return health;
  return { ...health, Checks: Checks.map((check) => withNewestOutput(check, agent)) };
}
