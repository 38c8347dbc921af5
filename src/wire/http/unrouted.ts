// SPDX-License-Identifier: Apache-2.0
// Answers about paths that are none of the API's: redirects to the clean spelling, the way to the UI, and
// what Consul tells those who are lost.
import type { TargetProblem } from './target.ts';

/** Status, headers as a flat list, and body. */
export interface PlainReply {
  readonly status: number;
  readonly headers: readonly string[];
  readonly text: string;
}

const PLAIN = ['Content-Type', 'text/plain; charset=utf-8'];
const HTML = ['Content-Type', 'text/html; charset=utf-8'];
const CLOSE = ['Connection', 'close'];

export function unreadable(problem: TargetProblem, method: string): PlainReply {
  switch (problem) {
    case 'malformed':
      return { status: 400, headers: [...PLAIN, ...CLOSE], text: '400 Bad Request' };
    case 'unprintable':
      return { status: 400, headers: [], text: '' };
    case '*':
      if (method === 'OPTIONS') return { status: 200, headers: [], text: '' };
      return { status: 400, headers: CLOSE, text: '' };
  }
}

/** A path that nothing is registered for. `decoded` is without escapes. */
export function unknownPath(decoded: string): PlainReply {
  const reason = decoded.includes('/v1/')
    ? 'not a recognized HTTP API endpoint'
    : "if attempting to use the HTTP API, ensure the path starts with '/v1/'";
  return { status: 404, headers: PLAIN, text: `Invalid URL path: ${reason}\n` };
}

/** 307, or 301 for good. The body is for browsers, which only read. */
export function redirectTo(location: string, method: string, status: 301 | 307 = 307): PlainReply {
  const headers = ['Location', location];
  if (method !== 'GET' && method !== 'HEAD') return { status, headers, text: '' };
  const href = location
    .replaceAll('&', '&amp;')
    .replaceAll('"', '&#34;')
    .replaceAll("'", '&#39;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');
  const what = status === 301 ? 'Moved Permanently' : 'Temporary Redirect';
  const text = method === 'HEAD' ? '' : `<a href="${href}">${what}</a>.\n\n`;
  return { status, headers: [...headers, ...HTML], text };
}
