// SPDX-License-Identifier: Apache-2.0
import type { GatewayKind } from './services.ts';

/** One service of a gateway as its entry says it; the name may be the wildcard '*'. */
export interface Mapping {
  readonly Gateway: { readonly Name: string };
  readonly Service: { readonly Name: string };
  readonly GatewayKind: GatewayKind;
  readonly Port?: number;
  readonly Protocol?: string;
  readonly Hosts?: readonly string[];
  readonly CAFile?: string;
  readonly CertFile?: string;
  readonly KeyFile?: string;
  readonly SNI?: string;
  readonly AutoHostRewrite?: boolean;
}

/** What matters here of a config entry of that kind. */
export interface IngressEntry {
  readonly Kind: 'ingress-gateway';
  readonly Name: string;
  readonly Listeners?:
    | readonly {
        readonly Port?: number;
        readonly Protocol?: string;
        readonly Services?:
          | readonly { readonly Name?: string; readonly Hosts?: readonly string[] | null }[]
          | null;
      }[]
    | null;
}

export interface TerminatingEntry {
  readonly Kind: 'terminating-gateway';
  readonly Name: string;
  readonly Services?:
    | readonly {
        readonly Name?: string;
        readonly CAFile?: string;
        readonly CertFile?: string;
        readonly KeyFile?: string;
        readonly SNI?: string;
        readonly DisableAutoHostRewrite?: boolean;
      }[]
    | null;
}

export function mappingsOf(entry: IngressEntry | TerminatingEntry): readonly Mapping[] {
  const Gateway = { Name: entry.Name };
  if (entry.Kind === 'terminating-gateway') {
    return (entry.Services ?? []).map((service) => ({
      Gateway,
      Service: { Name: service.Name ?? '' },
      GatewayKind: entry.Kind,
      ...said('CAFile', service.CAFile),
      ...said('CertFile', service.CertFile),
      ...said('KeyFile', service.KeyFile),
      ...said('SNI', service.SNI),
      ...(service.DisableAutoHostRewrite === true ? {} : { AutoHostRewrite: true }),
    }));
  }
  return (entry.Listeners ?? []).flatMap(({ Port = 0, Protocol = '', Services }) =>
    (Services ?? []).map(({ Name = '', Hosts }) => ({
      Gateway,
      Service: { Name },
      GatewayKind: entry.Kind,
      ...(Port === 0 ? {} : { Port }),
      ...said('Protocol', Protocol),
      ...((Hosts ?? []).length === 0 ? {} : { Hosts: Hosts ?? [] }),
    })),
  );
}

function said<K extends string>(key: K, value: string | undefined): { readonly [k in K]?: string } {
  return (value === undefined || value === '' ? {} : { [key]: value }) as {
    readonly [k in K]?: string;
  };
}
