// SPDX-License-Identifier: Apache-2.0
import type { IncomingMessage, RequestOptions } from 'node:http';
import type { CheckResult } from '../../model/agent/check-running.ts';
import type { CheckType } from '../../model/agent/check-type.ts';
import { brokenAnswerText } from './http-answer.ts';
import { headersOf } from './http-headers.ts';
import { named, requestError } from './http-target.ts';
import { networkErrorText } from './network-error.ts';
import { MAX_OUTPUT_BYTES, TailBuffer } from './output.ts';
import type { Probe } from './probe-loop.ts';
import { critical, DEFAULT_TIMEOUT_MS, tlsOptions } from './tcp.ts';

// Importing Node's HTTP as a module loads a whole second client with it.
const http = () => process.getBuiltinModule('node:http');
const https = () => process.getBuiltinModule('node:https');

const MAX_REDIRECTS = 10;
const KEEPS_METHOD = new Set([307, 308]);
const REDIRECTS = new Set([301, 302, 303, 307, 308]);

interface Ask {
  readonly method: string;
  readonly url: URL;
  readonly body: string;
}

/** Passes with a status of 2xx, warns with 429, fails with any other or none. */
export function httpProbe(type: CheckType): Probe {
  const method = (type.Method || 'GET').toUpperCase();
  const target = type.HTTP ?? '';
  const timeoutMs = type.Timeout || DEFAULT_TIMEOUT_MS;
  return async (signal) => {
    const problem = requestError(method, target);
    if (problem !== undefined) return critical(problem);
    const timeout = AbortSignal.timeout(timeoutMs);
    const first = { method, url: new URL(target), body: type.Body ?? '' };
    try {
      const response = await follow(type, first, AbortSignal.any([signal, timeout]));
      return resultOf(response, method, target);
    } catch (error) {
      if (!timeout.aborted) return critical(failure(error, first));
      return critical(
        `${named(method)} "${target}": context deadline exceeded (Client.Timeout exceeded while awaiting headers)`,
      );
    }
  };
}

interface Answer {
  readonly status: number;
  readonly reason: string;
  readonly body: string;
}

async function follow(type: CheckType, first: Ask, signal: AbortSignal): Promise<Answer> {
  let ask = first;
  for (let redirects = 0; ; redirects += 1) {
    const response = await send(type, ask, signal);
    const status = response.statusCode ?? 0;
    const { location } = response.headers;
    const isRedirect = REDIRECTS.has(status) && location !== undefined;
    if (!isRedirect || type.DisableRedirects === true) {
      const body = await read(response, type.OutputMaxSize || MAX_OUTPUT_BYTES);
      return { status, reason: response.statusMessage ?? '', body };
    }
    response.resume();
    if (redirects >= MAX_REDIRECTS) {
      throw new TooManyRedirects(`Get "${location}": stopped after 10 redirects`);
    }
    const url = new URL(location, ask.url);
    ask = KEEPS_METHOD.has(status)
      ? { ...ask, url }
      : { method: ask.method === 'HEAD' ? 'HEAD' : 'GET', url, body: '' };
  }
}

function send(type: CheckType, ask: Ask, signal: AbortSignal): Promise<IncomingMessage> {
  const isHttps = ask.url.protocol === 'https:';
  const headers = headersOf(type.Header ?? {}, ask.body);
  const options: RequestOptions = { method: ask.method, headers, signal, agent: false };
  return new Promise((resolve, reject) => {
    const outgoing = isHttps
      ? https().request(ask.url, { ...options, ...tlsOptions(type) })
      : http().request(ask.url, options);
    outgoing.once('response', resolve);
    outgoing.on('error', reject);
    outgoing.end(ask.body);
  });
}

// A body that breaks off is as good as one that ends.
async function read(response: IncomingMessage, maxBytes: number): Promise<string> {
  const tail = new TailBuffer(maxBytes);
  try {
    for await (const chunk of response as AsyncIterable<Buffer>) tail.add(chunk);
  } catch {
    response.destroy();
  }
  return tail.toString();
}

function resultOf(answer: Answer, method: string, target: string): CheckResult {
  const { status, reason, body } = answer;
  const output = `HTTP ${method} ${target}: ${status} ${reason} Output: ${body}`;
  if (status >= 200 && status <= 299) return { status: 'passing', output };
  return { status: status === 429 ? 'warning' : 'critical', output };
}

class TooManyRedirects extends Error {}

function failure(error: unknown, { method, url }: Ask): string {
  if (error instanceof TooManyRedirects) return error.message;
  const port = url.port || (url.protocol === 'https:' ? '443' : '80');
  const why = brokenAnswerText(error) ?? networkErrorText(error, 'tcp', `${url.hostname}:${port}`);
  return `${named(method)} "${url.href}": ${why}`;
}
