// SPDX-License-Identifier: Apache-2.0
// A prepared query: a question about a service that is kept under a name, with what to do when nothing is healthy.
import {
  bool,
  int,
  list,
  map,
  named,
  object,
  raftIndexes,
  string,
  type ValueOf,
} from '../shape/shape.ts';
import { rowKey, type Tenancy } from '../tenancy.ts';

export interface FailoverTarget {
  readonly Peer: string;
  readonly Datacenter: string;
}

export interface ServiceQuery {
  readonly Service: string;
  readonly SamenessGroup: string;
  readonly Failover: {
    /** How many other datacenters to ask, nearest first. */
    readonly NearestN: number;
    readonly Datacenters: readonly string[] | null;
    readonly Targets: readonly FailoverTarget[] | null;
  };
  readonly OnlyPassing: boolean;
  readonly IgnoreCheckIDs: readonly string[] | null;
  /** A node's name, '_agent' or '_ip'; '' for any order. */
  readonly Near: string;
  /** Those with a '!' in front must be absent. */
  readonly Tags: readonly string[] | null;
  readonly NodeMeta: Readonly<Record<string, string>> | null;
  readonly ServiceMeta: Readonly<Record<string, string>> | null;
  readonly Connect: boolean;
  readonly Peer: string;
}

export interface PreparedQuery {
  readonly ID: string;
  readonly Name: string;
  /** It ends with this session; '' for none. */
  readonly Session: string;
  readonly Token: string;
  readonly Template: {
    /** '' for a query that is none, else 'name_prefix_match'. */
    readonly Type: string;
    readonly Regexp: string;
    readonly RemoveEmptyTags: boolean;
  };
  readonly Service: ServiceQuery;
  readonly DNS: { readonly TTL: string };
}

export interface PreparedQueryRow {
  readonly tenancy: Tenancy;
  readonly query: PreparedQuery;
}

export const queryKey = (tenancy: Tenancy, id: string): string => rowKey(tenancy, id);

export const isTemplate = ({ Template }: PreparedQuery): boolean => Template.Type !== '';

/** What a client sends; the indexes, which it may send back as it was shown them, say nothing. */
export const queryShape = object('PreparedQuery', {
  ID: string,
  Name: string,
  Session: string,
  Token: string,
  Template: object('QueryTemplateOptions', {
    Type: string,
    Regexp: string,
    RemoveEmptyTags: bool,
  }),
  Service: object('ServiceQuery', {
    Service: string,
    SamenessGroup: string,
    Failover: object('QueryFailoverOptions', {
      NearestN: int,
      Datacenters: list(string),
      Targets: list(object('QueryFailoverTarget', { Peer: string, Datacenter: string })),
    }),
    OnlyPassing: bool,
    IgnoreCheckIDs: list(named(string, 'types.CheckID')),
    Near: string,
    Tags: list(string),
    NodeMeta: map(string),
    ServiceMeta: map(string),
    Connect: bool,
    Peer: string,
  }),
  DNS: object('QueryDNSOptions', { TTL: string }),
  ...raftIndexes,
});

export type WrittenQuery = ValueOf<typeof queryShape>;

/** With everything that was left out, under an id of ours. */
export function queryOf(written: WrittenQuery, id: string): PreparedQuery {
  const { Name = '', Session = '', Token = '', Template = {}, Service = {}, DNS = {} } = written;
  return {
    ID: id,
    Name,
    Session,
    Token,
    Template: {
      Type: Template.Type ?? '',
      Regexp: Template.Regexp ?? '',
      RemoveEmptyTags: Template.RemoveEmptyTags ?? false,
    },
    Service: serviceOf(Service),
    DNS: { TTL: DNS.TTL ?? '' },
  };
}

function serviceOf(written: NonNullable<WrittenQuery['Service']>): ServiceQuery {
  const { NearestN = 0, Datacenters = null, Targets } = written.Failover ?? {};
  const targets = Targets?.map(({ Peer = '', Datacenter = '' }) => ({ Peer, Datacenter }));
  return {
    Service: written.Service ?? '',
    SamenessGroup: written.SamenessGroup ?? '',
    Failover: { NearestN, Datacenters, Targets: targets ?? null },
    OnlyPassing: written.OnlyPassing ?? false,
    IgnoreCheckIDs: written.IgnoreCheckIDs ?? null,
    Near: written.Near ?? '',
    Tags: written.Tags ?? null,
    NodeMeta: written.NodeMeta ?? null,
    ServiceMeta: written.ServiceMeta ?? null,
    Connect: written.Connect ?? false,
    Peer: written.Peer ?? '',
  };
}
