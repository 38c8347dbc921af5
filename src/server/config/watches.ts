// SPDX-License-Identifier: Apache-2.0
// The key `watches`, whose contents depend on the type of each watch. In: what the files say. Out: watches that can
// run; the others are problems, with Consul's words.
import { viewOf, type WatchParameters } from '../../client/watch/views.ts';
import { durationError, parseDurationMs } from '../../model/duration.ts';
import type { HttpHandler, ProgramHandler, Watch } from '../watches/watch.ts';
import type { Findings } from './findings.ts';
import type { RawConfig } from './keys/keys.ts';

const DEFAULT_TIMEOUT_MS = 10_000;
const TEXTS = ['key', 'prefix', 'service', 'service_id', 'state', 'name', 'filter'] as const;

type Fields = Readonly<Record<string, unknown>>;

export function watchesOf(raw: RawConfig, findings: Findings): readonly Watch[] {
  const watches: Watch[] = [];
  for (const [index, fields] of (raw.watches ?? []).entries()) {
    try {
      watches.push(watchOf(asFields(fields, 'a watch')));
    } catch (error) {
      findings.problem('watches', `watches[${index}]: ${(error as Error).message}`);
    }
  }
  if (watches.length > 0 && !isReachable(raw)) {
    findings.problem('watches', 'watch plans require an HTTP or HTTPS endpoint');
  }
  if (watches.length > 0 && (raw.watches ?? []).some((watch) => 'handler' in Object(watch))) {
    findings.note(`"handler" in watches is deprecated, "args" replaces it`);
  }
  return watches;
}

function watchOf(fields: Fields): Watch {
  const { handler, args, handler_type, http_handler_config, type, ...rest } = fields;
  if (typeof type !== 'string' || type === '') throw new Error('Watch type must be specified');
  if (type.startsWith('connect_')) {
    throw new Error(`Watch type ${type} is not allowed in agent config`);
  }
  const { datacenter, token, stale, ...about } = rest;
  const parameters = parametersOf(about);
  viewOf(type, parameters);
  return {
    type,
    parameters,
    datacenter: text('datacenter', datacenter) ?? '',
    token: text('token', token) ?? '',
    stale: truth('stale', stale) ?? false,
    handler: handlerOf(handler, args, handler_type, http_handler_config),
  };
}

function parametersOf(about: Fields): WatchParameters {
  const { tag, passingonly, ...rest } = about;
  const unknown = Object.keys(rest).filter(
    (name) => !TEXTS.includes(name as (typeof TEXTS)[number]),
  );
  if (unknown.length > 0) throw new Error(`Invalid parameters: [${unknown.join(' ')}]`);
  const texts = TEXTS.map((name) => [name, text(name, rest[name])] as const);
  const tags = tag === undefined ? undefined : [tag].flat();
  if (tags?.some((value) => typeof value !== 'string') === true) {
    throw new Error('Expecting tag to be a string or []string');
  }
  const passing = truth('passingonly', passingonly);
  return {
    ...Object.fromEntries(texts.filter(([, value]) => value !== undefined && value !== '')),
    ...(tags === undefined ? {} : { tag: tags as string[] }),
    ...(passing === undefined ? {} : { passingonly: passing }),
  };
}

function handlerOf(
  handler: unknown,
  args: unknown,
  type: unknown = 'script',
  http: unknown,
): ProgramHandler | HttpHandler {
  if (type !== 'script' && type !== 'http') {
    throw new Error(`Handler type '${String(type)}' not recognized`);
  }
  const given = [handler !== undefined, args !== undefined, type === 'http'].filter(Boolean);
  if (given.length > 1) throw new Error('Only one watch handler allowed');
  if (given.length === 0) throw new Error('Must define a watch handler');
  if (type === 'http') return httpHandlerOf(http);
  if (handler !== undefined) {
    if (typeof handler !== 'string') throw new Error('Watch handler must be a string');
    return { kind: 'program', words: ['/bin/sh', '-c', handler] };
  }
  const [program, ...rest] = [args].flat();
  if (typeof program !== 'string' || rest.some((word) => typeof word !== 'string')) {
    throw new Error('Watch args must be a list of strings');
  }
  return { kind: 'program', words: [program, ...(rest as string[])] };
}

function httpHandlerOf(config: unknown): HttpHandler {
  if (config === undefined) {
    throw new Error("Handler type 'http' requires 'http_handler_config' to be set");
  }
  const fields = asFields(config, 'http_handler_config');
  const failed = (reason: string) => new Error(`Failed to parse 'http_handler_config': ${reason}`);
  const url = text('path', fields['path']) ?? '';
  if (url === '') throw failed("Requires 'path' to be set");
  const protocol = URL.canParse(url) ? new URL(url).protocol : '';
  if (protocol !== 'http:' && protocol !== 'https:') throw failed("'path' is no URL of HTTP");
  const timeout = text('timeout', fields['timeout']) ?? '';
  const timeoutMs = timeout === '' ? DEFAULT_TIMEOUT_MS : parseDurationMs(timeout);
  if (timeoutMs === undefined) throw failed(`Failed to parse timeout: ${durationError(timeout)}`);
  const headers = Object.entries(asFields(fields['header'] ?? {}, 'header')).map(
    ([name, values]) => [name, [values].flat().map(String)] as const,
  );
  return {
    kind: 'http',
    url,
    method: text('method', fields['method']) || 'POST',
    timeoutMs,
    headers: Object.fromEntries(headers),
    verifiesTls: !(truth('tls_skip_verify', fields['tls_skip_verify']) ?? false),
  };
}

/** A block of HCL is a list of one. */
function asFields(value: unknown, what: string): Fields {
  const [only = value, ...more] = [value].flat();
  if (typeof only !== 'object' || only === null || more.length > 0) {
    throw new Error(`Expecting ${what} to be an object`);
  }
  return only as Fields;
}

function text(name: string, value: unknown): string | undefined {
  if (value === undefined || typeof value === 'string') return value;
  throw new Error(`Expecting ${name} to be a string`);
}

function truth(name: string, value: unknown): boolean | undefined {
  if (value === undefined || typeof value === 'boolean') return value;
  throw new Error(`Expecting ${name} to be a boolean`);
}

const isReachable = (raw: RawConfig): boolean =>
  (raw.ports?.http ?? 1) > 0 || (raw.ports?.https ?? -1) > 0;
