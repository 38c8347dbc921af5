// SPDX-License-Identifier: Apache-2.0
import { ttlEndpoint } from './ttl-report.ts';

/** PUT /v1/agent/check/fail/:id?note=…: a TTL check fails. */
export const checkFailEndpoint = ttlEndpoint('fail', 'critical');
