// SPDX-License-Identifier: Apache-2.0
// What the head of a request asks for, read as Go's server and Consul's filter of unprintable characters read it.
import type { IncomingMessage } from 'node:http';
import { unescapePath } from './unescape.ts';

export interface Target {
  /** Still escaped; starts with a slash or is empty. */
  readonly path: string;
  /** The query with its '?', or ''. */
  readonly search: string;
}

/** 'malformed' is no URL at all; 'unprintable' holds what nobody could read; '*' speaks of the server as a whole. */
export type TargetProblem = 'malformed' | 'unprintable' | '*';

// What Go's unicode.IsPrint lets pass, but for the space of ASCII: letters, marks, numbers, punctuation, symbols.
const UNPRINTABLE = /[^\p{L}\p{M}\p{N}\p{P}\p{S} ]/u;
const PLAIN_PATH = /^\/[!-$&-~]*$/;

export function parseTarget(url: string): Target | TargetProblem {
  if (url === '*') return '*';
  const raw = url.startsWith('/') ? url : withoutOrigin(url);
  if (raw === undefined) return 'malformed';
  const cut = raw.indexOf('?');
  const path = cut < 0 ? raw : raw.slice(0, cut);
  const search = cut < 0 ? '' : raw.slice(cut);
  if (PLAIN_PATH.test(path)) return { path, search };
  if (/%(?![0-9a-f]{2})/i.test(path)) return 'malformed';
  // Node reads a request line byte by byte; what was sent unescaped is UTF-8 all the same.
  const escaped = escapeBytes(path);
  return UNPRINTABLE.test(unescapePath(escaped)) ? 'unprintable' : { path: escaped, search };
}

function escapeBytes(path: string): string {
  return path.replaceAll(/[^\0-~]/g, (byte) => `%${byte.charCodeAt(0).toString(16)}`);
}

/** 'http://host/path' as a proxy is asked; the host is ours whatever its name. */
function withoutOrigin(url: string): string | undefined {
  return /^[a-z][a-z0-9+.-]*:\/\/[^/?]*(.*)$/i.exec(url)?.[1];
}

/** What Go's server finds wrong with the rest of a head, and Node lets pass. */
export type HeadProblem = 'no-host' | 'bad-host' | 'many-hosts' | 'bad-version' | 'bad-encoding';

const HOST = /^[!$%&'()*+,\-.\w:;=[\]~]*$/;

export function headProblem(incoming: IncomingMessage): HeadProblem | undefined {
  if (incoming.httpVersionMajor !== 1) return 'bad-version';
  const { host, 'transfer-encoding': encoding } = incoming.headers;
  if (host === undefined) return incoming.httpVersionMinor > 0 ? 'no-host' : undefined;
  if (!HOST.test(host)) return 'bad-host';
  if (encoding !== undefined && encoding.toLowerCase() !== 'chunked') return 'bad-encoding';
  return hasTwoHosts(incoming.rawHeaders) ? 'many-hosts' : undefined;
}

function hasTwoHosts(rawHeaders: readonly string[]): boolean {
  let hosts = 0;
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const name = rawHeaders[i] ?? '';
    if (name.length === 4 && name.toLowerCase() === 'host') hosts += 1;
  }
  return hosts > 1;
}
