// SPDX-License-Identifier: Apache-2.0
import { isDomainName } from '../domain-name.ts';
import { metaProblems, NAMELESS, refused, refuseProblems } from '../meta.ts';
import { tlsParametersError } from '../tls-parameters.ts';
import type { IngressGateway, IngressListener, IngressService } from './schema.ts';
import { sdsError } from './validate-sds.ts';

const PROTOCOLS = ['tcp', 'http', 'http2', 'grpc'];

export function validateIngressGateway(entry: IngressGateway): void {
  refuseProblems(metaProblems(entry));
  const problem = tlsParametersError(entry.TLS) ?? listenersError(entry);
  if (problem !== undefined) throw refused(problem);
  if (entry.Name === '') throw refused(NAMELESS);
}

function listenersError(entry: IngressGateway): string | undefined {
  const ports = new Set<number>();
  for (const listener of entry.Listeners ?? []) {
    if (ports.has(listener.Port)) return `port ${listener.Port} declared on two listeners`;
    ports.add(listener.Port);
    const problem = listenerError(listener) ?? servicesError(entry, listener);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function listenerError({ Port, Protocol, TLS = {}, Services }: IngressListener) {
  if (!PROTOCOLS.includes(Protocol)) {
    return `protocol must be 'tcp', 'http', 'http2', or 'grpc'. '${Protocol}' is an unsupported protocol`;
  }
  const count = Services?.length ?? 0;
  if (count === 0) return `No service declared for listener with port ${Port}`;
  if (Protocol === 'tcp' && count > 1) {
    return `Multiple services per listener are only supported for L7 protocols, 'http', 'grpc' and 'http2'${at(Port)}`;
  }
  return tlsParametersError(TLS);
}

function servicesError(entry: IngressGateway, listener: IngressListener): string | undefined {
  const names = new Set<string>();
  const hosts = new Set<string>();
  for (const service of listener.Services ?? []) {
    const problem = headersError(listener, service) ?? serviceError(listener, service);
    if (problem !== undefined) return problem;
    if (names.has(service.Name)) {
      return `Service ${service.Name} cannot be added multiple times${at(listener.Port)}`;
    }
    names.add(service.Name);
    const wrong = sdsError(entry, listener, service);
    if (wrong !== undefined) return wrong;
    for (const host of service.Hosts ?? []) {
      if (hosts.has(host)) {
        return `Hosts must be unique within a specific listener${at(listener.Port)}`;
      }
      hosts.add(host);
      const badHost = hostError(entry.TLS.Enabled === true, host);
      if (badHost !== undefined) return badHost;
    }
  }
  return undefined;
}

function headersError({ Port, Protocol }: IngressListener, service: IngressService) {
  if (Protocol !== 'tcp') return undefined;
  const { Name, RequestHeaders, ResponseHeaders } = service;
  if (!hasContent(RequestHeaders) && !hasContent(ResponseHeaders)) return undefined;
  const which = hasContent(RequestHeaders) ? 'request' : 'response';
  return `${which} headers only valid for http, http2 and grpc protocols (service ${JSON.stringify(Name)} on listener on port ${Port})`;
}

function serviceError({ Port, Protocol }: IngressListener, service: IngressService) {
  const { Name, Hosts } = service;
  const isTcp = Protocol === 'tcp';
  const hasHosts = (Hosts?.length ?? 0) > 0;
  if (isTcp && Name === '*') {
    return `Wildcard service name is only valid for protocol = 'http'${at(Port)}`;
  }
  if (isTcp && hasHosts) {
    return `Associating hosts to a service is not supported for the ${Protocol} protocol${at(Port)}`;
  }
  if (Name === '') return `Service name cannot be blank${at(Port)}`;
  if (Name === '*' && hasHosts) {
    return `Associating hosts to a wildcard service is not supported${at(Port)}`;
  }
  return undefined;
}

function hasContent(modifiers: object | undefined): boolean {
  return modifiers !== undefined && Object.keys(modifiers).length > 0;
}

function hostError(isTls: boolean, host: string): string | undefined {
  if (host === '*') {
    return isTls
      ? "Host '*' is not allowed when TLS is enabled, all hosts must be valid DNS records to add as a DNSSAN"
      : undefined;
  }
  const name = JSON.stringify(host);
  if (!isDomainName(host)) return `Host ${name} must be a valid DNS hostname`;
  return host.replace(/^\*\./, '').includes('*')
    ? `Host ${name} is not valid, a wildcard specifier is only allowed as the leftmost label`
    : undefined;
}

const at = (port: number): string => ` (listener on port ${port})`;
