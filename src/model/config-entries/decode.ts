// SPDX-License-Identifier: Apache-2.0
// A config entry as somebody wrote it, in HCL or JSON, with keys in CamelCase or snake_case, read into the
// entry with the names of the API. In: a parsed document. Out: its kind and the fields that are set, not yet
// completed or checked for sense. Unknown keys are refused in Consul's words.
import { Refusal } from '../refusal.ts';
import { CONFIG_ENTRY, decode } from '../shape/decode.ts';
import { problemsText } from '../shape/problems.ts';
import type { ValueOf } from '../shape/shape.ts';
import { exportedServicesShape } from './exported-services/shape.ts';
import { refuseDerived } from './derived-kinds.ts';
import { meshShape } from './mesh/shape.ts';
import { proxyDefaultsShape } from './proxy-defaults/shape.ts';
import { serviceDefaultsShape } from './service-defaults/shape.ts';
import { serviceIntentionsShape } from './service-intentions/shape.ts';
import { serviceResolverShape } from './service-resolver/shape.ts';
import { serviceRouterShape } from './service-router/shape.ts';
import { serviceSplitterShape } from './service-splitter/shape.ts';
import { ingressGatewayShape } from './ingress-gateway/shape.ts';
import { terminatingGatewayShape } from './terminating-gateway/shape.ts';
import { inlineCertificateShape } from './inline-certificate/shape.ts';
import { fileSystemCertificateShape } from './file-system-certificate/shape.ts';
import { jwtProviderShape } from './jwt-provider/shape.ts';
import { apiGatewayShape } from './api-gateway/shape.ts';
import { httpRouteShape } from './http-route/shape.ts';
import { tcpRouteShape } from './tcp-route/shape.ts';
import { samenessGroupShape } from './sameness-group/shape.ts';

/** The kinds that can be written, and what they may hold. */
export const CONFIG_ENTRY_SHAPES = {
  'exported-services': exportedServicesShape,
  mesh: meshShape,
  'proxy-defaults': proxyDefaultsShape,
  'service-defaults': serviceDefaultsShape,
  'service-intentions': serviceIntentionsShape,
  'api-gateway': apiGatewayShape,
  'http-route': httpRouteShape,
  'tcp-route': tcpRouteShape,
  'sameness-group': samenessGroupShape,
  'ingress-gateway': ingressGatewayShape,
  'terminating-gateway': terminatingGatewayShape,
  'inline-certificate': inlineCertificateShape,
  'file-system-certificate': fileSystemCertificateShape,
  'jwt-provider': jwtProviderShape,
  'service-resolver': serviceResolverShape,
  'service-router': serviceRouterShape,
  'service-splitter': serviceSplitterShape,
} as const;

type Shapes = typeof CONFIG_ENTRY_SHAPES;
export type DecodableKind = keyof Shapes;

/** An entry of kind K with the fields that its writer set. */
export type DecodedEntry<K extends DecodableKind = DecodableKind> = {
  readonly [Kind in K]: { readonly Kind: Kind } & Omit<
    ValueOf<Shapes[Kind]>,
    'Kind' | 'Hash' | 'CreateIndex' | 'ModifyIndex'
  >;
}[K];

const GO_TYPES: Readonly<Record<string, string>> = {
  boolean: 'bool',
  number: 'float64',
  string: 'string',
};

/** Reads an entry. Throws a Refusal (invalid-argument) with Consul's text, without any prefix. */
export function decodeConfigEntry(raw: unknown): DecodedEntry {
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) {
    const type = Array.isArray(raw) ? '[]interface {}' : GO_TYPES[typeof raw];
    throw refusal(`'' expected type 'map[string]interface {}', got unconvertible type '${type}'`);
  }
  const kind = kindOf(raw);
  const decoded = decode(CONFIG_ENTRY_SHAPES[kind], raw, CONFIG_ENTRY);
  // It told the kind, or another spelling of it did; what it is does not count then.
  const problems = decoded.problems.filter(({ kind: of, path }) => {
    return of !== 'unknown-key' || path.length > 1 || path[0] !== 'kind';
  });
  const { value = {} } = decoded;
  if (problems.length > 0) throw refusal(problemsText(problems));
  const { Hash: _hash, CreateIndex: _created, ModifyIndex: _modified, ...entry } = value;
  return { ...entry, Kind: kind } as DecodedEntry;
}

function kindOf(raw: object): DecodableKind {
  const { Kind, kind } = raw as { Kind?: unknown; kind?: unknown };
  const written = Kind === undefined ? kind : Kind;
  if (written === undefined) {
    throw refusal('Payload does not contain a kind/Kind key at the top level');
  }
  if (typeof written !== 'string') throw refusal('Kind value in payload is not a string');
  if (Object.hasOwn(CONFIG_ENTRY_SHAPES, written)) return written as DecodableKind;
  refuseDerived(written);
  throw refusal(`invalid config entry kind: ${written}`);
}

const refusal = (message: string): Refusal => new Refusal('invalid-argument', message);
