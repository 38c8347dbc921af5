// SPDX-License-Identifier: Apache-2.0
import { ttlEndpoint } from './ttl-report.ts';

/** PUT /v1/agent/check/pass/:id?note=…: a TTL check passes. */
export const checkPassEndpoint = ttlEndpoint('pass', 'passing');
