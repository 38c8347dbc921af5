// SPDX-License-Identifier: Apache-2.0
import type { ConfigEntryRow } from '../../model/config-entries/entry.ts';
import { digestOf } from '../../model/config-entries/hash.ts';
import type {
  ServiceIntentions,
  SourceIntention,
} from '../../model/config-entries/service-intentions/schema.ts';
import { byPrecedence, precedenceOf } from '../../model/intention/precedence.ts';
import type { Row } from '../../state/table.ts';
import { indexed, type Indexed } from '../health/instances.ts';

/** An intention as the API shows it: one source of one destination. */
export interface ShownIntention extends Indexed {
  readonly ID?: string;
  readonly SourceNS: string;
  readonly SourceName: string;
  readonly SourcePeer?: string;
  readonly DestinationNS: string;
  readonly DestinationName: string;
  readonly SourceType: string;
  readonly Action?: 'allow' | 'deny';
  readonly Permissions?: readonly object[];
  readonly JWT?: object;
  readonly Meta?: Readonly<Record<string, string>>;
  readonly Precedence: number;
}

/** The intentions of an entry, in no order. */
export function shownIntentions(row: Row<ConfigEntryRow>): readonly ShownIntention[] {
  const entry = row.value.entry as ServiceIntentions;
  return entry.Sources.map((source) => shown(entry, source, indexed(row)));
}

/** In the order in which they are asked, those of equal rank by their names. */
export function inOrder(intentions: readonly ShownIntention[]): readonly ShownIntention[] {
  return intentions.toSorted((a, b) => byPrecedence(rankOf(a), rankOf(b)));
}

function rankOf({ DestinationName, SourceName, SourcePeer = '' }: ShownIntention) {
  return { destination: DestinationName, source: SourceName, peer: SourcePeer };
}

function shown(
  { Name: destination, JWT, Meta }: ServiceIntentions,
  source: SourceIntention,
  indexes: Indexed,
): ShownIntention {
  const { Name, Peer, Action, Permissions, Description, Type = 'consul' } = source;
  const { LegacyID, LegacyMeta, LegacyCreateTime, LegacyUpdateTime } = source;
  const meta = LegacyID === undefined ? Meta : LegacyMeta;
  return {
    ...(LegacyID === undefined
      ? {}
      : { CreatedAt: LegacyCreateTime, UpdatedAt: LegacyUpdateTime, ID: LegacyID }),
    ...(Description === undefined ? {} : { Description }),
    SourceNS: 'default',
    SourceName: Name,
    DestinationNS: 'default',
    DestinationName: destination,
    ...(Peer === undefined ? {} : { SourcePeer: Peer }),
    SourceType: Type,
    ...(Action === undefined ? {} : { Action }),
    ...(Permissions === undefined ? {} : { Permissions }),
    ...(JWT === undefined ? {} : { JWT }),
    ...(meta == null ? {} : { Meta: meta }),
    Precedence: precedenceOf(destination, Name),
    ...(LegacyID === undefined
      ? {}
      : { Hash: digestOf({ destination, source }).toString('base64') }),
    ...indexes,
  };
}
