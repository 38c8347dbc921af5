// SPDX-License-Identifier: Apache-2.0
import { compact } from '../../shape/compact.ts';
import type { DecodedEntry } from '../decode.ts';
import { nothingOf } from '../empty.ts';
import { COUNTING_ZEROS } from '../gateway-shapes.ts';
import type { GatewayTls, IngressGateway, IngressListener } from './schema.ts';
import { ingressGatewayShape } from './shape.ts';

type Written = DecodedEntry<'ingress-gateway'>;
type Listener = NonNullable<Written['Listeners']>[number];

export function normalizeIngressGateway(written: Written): IngressGateway {
  const {
    Kind,
    Name = '',
    TLS = {},
    Listeners,
    Defaults,
    Meta,
  } = compact(ingressGatewayShape, written, COUNTING_ZEROS);
  return {
    Kind,
    Name,
    TLS: tlsOf(TLS),
    Listeners:
      Listeners?.map((listener, i) => listenerOf(listener, written.Listeners?.[i])) ??
      nothingOf(written.Listeners),
    ...(Defaults === undefined ? {} : { Defaults: { ...NO_LIMITS, ...Defaults } }),
    ...(Meta === undefined ? {} : { Meta }),
  };
}

const NO_LIMITS = { MaxConnections: 0, MaxPendingRequests: 0, MaxConcurrentRequests: 0 };

const tlsOf = (written: GatewayTls): GatewayTls => ({ Enabled: false, ...written });

function listenerOf(written: Listener, asWritten: Listener = {}): IngressListener {
  const { Port = 0, Protocol = 'tcp', TLS, Services } = written;
  const hostsOf = (i: number) => nothingOf(asWritten.Services?.[i]?.Hosts);
  return {
    Port,
    Protocol: Protocol.toLowerCase(),
    ...(TLS === undefined ? {} : { TLS: tlsOf(TLS) }),
    Services:
      Services?.map(({ Name = '', Hosts, ...service }, i) => {
        return { Name, Hosts: Hosts ?? hostsOf(i), ...service };
      }) ?? null,
  };
}
