// SPDX-License-Identifier: Apache-2.0
// Answers about paths that are none of the API's: redirects to the clean spelling, the way to the UI, and
// what Consul tells those who are lost.
import type { HeadProblem, TargetProblem } from './target.ts';

/** Status, headers as a flat list, and body. */
export interface PlainReply {
  readonly status: number;
  /** What the status line says, where that is more than the name of the status. */
  readonly reason?: string;
  readonly headers: readonly string[];
  readonly text: string;
  /** Whether it has the operator's own headers too. */
  readonly isConfigured?: boolean;
}

const PLAIN = ['Content-Type', 'text/plain; charset=utf-8'];
const HTML = ['Content-Type', 'text/html; charset=utf-8'];
const CLOSE = ['Connection', 'close'];

export function unreadable(problem: TargetProblem | HeadProblem, method: string): PlainReply {
  switch (problem) {
    case 'no-host':
      return refusal(400, 'Bad Request: missing required Host header');
    case 'bad-host':
      return refusal(400, 'Bad Request: malformed Host header');
    case 'bad-version':
      return refusal(505, 'HTTP Version Not Supported: unsupported protocol version');
    case 'bad-encoding':
      return { ...refusal(501, 'Not Implemented'), text: 'Unsupported transfer encoding' };
    case 'many-hosts':
    case 'malformed':
      return refusal(400, 'Bad Request');
    case 'unprintable':
      return { status: 400, headers: [], text: '' };
    case '*':
      if (method === 'OPTIONS') return { status: 200, headers: [], text: '' };
      return { status: 400, headers: CLOSE, text: '' };
  }
}

function refusal(status: number, reason: string): PlainReply {
  return { status, reason, headers: [...PLAIN, ...CLOSE], text: `${status} ${reason}` };
}

/** Whatever is none of the API's; `path` is without escapes, `uiPath` undefined where the UI is off. */
export function elsewhere(method: string, path: string, uiPath: string | undefined): PlainReply {
  if (path.startsWith(PROFILES)) return NO_PROFILES;
  if (`${path}/` === PROFILES) return redirectTo(PROFILES, method);
  if (path.startsWith('/api/')) return NO_RESOURCE;
  if (uiPath === undefined) return path === '/' ? UI_DISABLED : unknownPath(path);
  if (path === '/') return { ...redirectTo(uiPath, method, 301), isConfigured: true };
  if (path === '/robots.txt') return NO_ROBOTS;
  if (`${path}/` === uiPath) return redirectTo(uiPath, method);
  return path.startsWith(uiPath) ? NO_UI : unknownPath(path);
}

// Profiles of the Go runtime, which Consul has and hides unless enable_debug is set.
const PROFILES = '/debug/pprof/';
const NO_PROFILES: PlainReply = { status: 404, headers: [], text: '' };

// Consul's resource API, of which its community edition has nothing to show.
const NO_RESOURCE: PlainReply = {
  status: 404,
  headers: [...PLAIN, 'X-Content-Type-Options', 'nosniff'],
  text: '404 page not found\n',
};

const UI_DISABLED: PlainReply = {
  status: 200,
  headers: PLAIN,
  text: 'Consul Agent: UI disabled. To enable, set ui_config.enabled=true in the agent configuration and restart.',
  isConfigured: true,
};

const NO_ROBOTS: PlainReply = {
  status: 200,
  headers: PLAIN,
  text: 'User-agent: *\nDisallow: /\n',
  isConfigured: true,
};

const NO_UI: PlainReply = {
  status: 404,
  headers: PLAIN,
  text: 'There is no web UI here yet; the HTTP API is below /v1/.\n',
  isConfigured: true,
};

function unknownPath(path: string): PlainReply {
  const reason = path.includes('/v1/')
    ? 'not a recognized HTTP API endpoint'
    : "if attempting to use the HTTP API, ensure the path starts with '/v1/'";
  const text = `Invalid URL path: ${reason}\n`;
  return { status: 404, headers: PLAIN, text, isConfigured: true };
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
