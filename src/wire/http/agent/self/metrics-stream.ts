// SPDX-License-Identifier: Apache-2.0
import { defineEndpoint } from '../../endpoint.ts';
import type { MetricsAnswer } from './metrics-source.ts';

/** GET /v1/agent/metrics/stream: what this agent counts, one JSON document at the end of each interval. */
export const metricsStreamEndpoint = defineEndpoint({
  method: 'GET',
  path: '/v1/agent/metrics/stream',
  permission: { resource: 'agent', access: 'read' },
  handle: ({ signal }, { metrics }) => ({ stream: documents(metrics.follow(signal)) }),
});

async function* documents(answers: AsyncIterable<MetricsAnswer>): AsyncGenerator<Uint8Array> {
  for await (const answer of answers) yield documentOf(answer);
}

// Written once for all who follow.
const written = new WeakMap<MetricsAnswer, Uint8Array>();

function documentOf(answer: MetricsAnswer): Uint8Array {
  let bytes = written.get(answer);
  if (bytes === undefined) {
    bytes = Buffer.from(`${JSON.stringify(answer, null, 4)}\n`);
    written.set(answer, bytes);
  }
  return bytes;
}
