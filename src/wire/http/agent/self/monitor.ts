// SPDX-License-Identifier: Apache-2.0
import type { LogLevel } from '../../../../model/logger.ts';
import { Refusal } from '../../../../model/refusal.ts';
import { defineEndpoint } from '../../endpoint.ts';

const LEVELS: Readonly<Record<string, LogLevel>> = {
  trace: 'trace',
  debug: 'debug',
  info: 'info',
  warn: 'warn',
  error: 'error',
  err: 'error',
};

/** GET /v1/agent/monitor?loglevel=…&logjson: what the agent logs from now on, as it comes. */
export const monitorEndpoint = defineEndpoint({
  method: 'GET',
  path: '/v1/agent/monitor',
  permission: { resource: 'agent', access: 'read' },
  handle: ({ query, signal }, { logs }) => {
    const text = query.get('loglevel') || 'info';
    const name = text.toLowerCase();
    const level = Object.hasOwn(LEVELS, name) ? LEVELS[name] : undefined;
    if (level === undefined) {
      throw new Refusal('invalid-argument', `Unknown log level: ${text}`);
    }
    return { stream: logs.follow({ level, json: query.has('logjson'), signal }) };
  },
});
