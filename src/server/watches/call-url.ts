// SPDX-License-Identifier: Apache-2.0
import { type IncomingMessage, request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { networkErrorText } from '../../client/system-error.ts';
import type { HttpHandler } from './watch.ts';

export interface Call {
  readonly body: string;
  readonly index: string;
  readonly signal: AbortSignal;
}

/** Sends a value to a URL; resolves with the status once all of the answer has passed `onOutput`. */
export async function callUrl(
  { url, method, timeoutMs, headers, verifiesTls }: HttpHandler,
  { body, index, signal }: Call,
  onOutput: (chunk: Buffer) => void,
): Promise<number> {
  const timeout = AbortSignal.timeout(timeoutMs);
  const options = {
    method,
    headers: {
      'Content-Type': 'application/json',
      'Content-Length': Buffer.byteLength(body),
      'X-Consul-Index': index,
      ...headers,
    },
    signal: AbortSignal.any([signal, timeout]),
  };
  try {
    const message = await new Promise<IncomingMessage>((resolve, reject) => {
      const outgoing = url.startsWith('https:')
        ? httpsRequest(url, { ...options, rejectUnauthorized: verifiesTls }, resolve)
        : httpRequest(url, options, resolve);
      outgoing.on('error', reject).end(body);
    });
    for await (const chunk of message as AsyncIterable<Buffer>) onOutput(chunk);
    return message.statusCode ?? 0;
  } catch (error) {
    if (timeout.aborted) throw new Error('no answer in time', { cause: error });
    throw new Error(networkErrorText(error), { cause: error });
  }
}
