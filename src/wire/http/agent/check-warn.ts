// SPDX-License-Identifier: Apache-2.0
import { ttlEndpoint } from './ttl-report.ts';

/** PUT /v1/agent/check/warn/:id?note=…: a TTL check passes with a warning. */
export const checkWarnEndpoint = ttlEndpoint('warn', 'warning');
