// SPDX-License-Identifier: Apache-2.0
import { metaProblems, refused, refuseProblems } from '../meta.ts';
import { tlsParametersError } from '../tls-parameters.ts';
import type { ApiGateway, ApiGatewayListener } from './schema.ts';

// More is asked of a name than the error says: it is one of a host, in lower case.
const LABEL = /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/;
const CERTIFICATES = ['file-system-certificate', 'inline-certificate'];

export function validateApiGateway(entry: ApiGateway): void {
  refuseProblems(metaProblems(entry));
  const listeners = entry.Listeners ?? [];
  if (listeners.length === 0) throw refused('api gateway must have at least one listener');
  const problem =
    namesError(listeners) ??
    mergedError(listeners) ??
    listeners.map((listener) => listenerError(listener)).find((text) => text !== undefined);
  if (problem !== undefined) throw refused(problem);
  if (entry.Name === '') throw refused('serviceName is required');
}

function namesError(listeners: readonly ApiGatewayListener[]): string | undefined {
  const seen = new Set<string>();
  for (const { Name } of listeners) {
    const name = JSON.stringify(Name);
    if (!Name.split('.').every((label) => LABEL.test(label))) {
      return `listener name ${name} is invalid, must be at least 1 character and contain only letters, numbers, or dashes`;
    }
    if (seen.has(Name)) return `found multiple listeners with the name ${name}`;
    seen.add(Name);
  }
  return undefined;
}

/** Listeners that share a port have to be one to whoever connects. */
function mergedError(listeners: readonly ApiGatewayListener[]): string | undefined {
  const ports = new Map<number, ApiGatewayListener>();
  for (const listener of listeners) {
    const other = ports.get(listener.Port) ?? listener;
    if (other.Hostname !== listener.Hostname || other.Protocol !== listener.Protocol) {
      const [a, b] = [JSON.stringify(other.Name), JSON.stringify(listener.Name)];
      return `listeners ${a} and ${b} cannot be merged`;
    }
    ports.set(listener.Port, listener);
  }
  return undefined;
}

function listenerError({ Protocol, Hostname, Port, TLS }: ApiGatewayListener): string | undefined {
  if (Protocol !== 'http' && Protocol !== 'tcp') {
    const name = JSON.stringify(Protocol);
    return `unsupported listener protocol ${name}, must be one of 'tcp', or 'http'`;
  }
  if (Protocol === 'tcp' && Hostname !== '') {
    return 'hostname specification is not supported when using TCP';
  }
  if (Port <= 0 || Port > 65_535) return `listener port ${Port} not in the range 1-65535`;
  if (Hostname.replace(/^\*\./, '').includes('*')) {
    const host = JSON.stringify(Hostname);
    return `host ${host} is not valid, a wildcard specifier is only allowed as the left-most label`;
  }
  for (const { Kind, Name } of TLS.Certificates ?? []) {
    if (!CERTIFICATES.includes(Kind)) {
      const kind = JSON.stringify(Kind);
      return `unsupported certificate kind: ${kind}, must be 'file-system-certificate' or 'inline-certificate'`;
    }
    if (Name === '') return 'certificate reference must have a name';
  }
  const { MinVersion, MaxVersion, CipherSuites } = TLS;
  return tlsParametersError({
    TLSMinVersion: MinVersion,
    TLSMaxVersion: MaxVersion,
    CipherSuites: CipherSuites ?? [],
  });
}
