// SPDX-License-Identifier: Apache-2.0
import { formatTarget } from './target.ts';

/** An intention as the API answers and takes it; what is empty may be absent. */
export interface Intention {
  readonly ID?: string;
  readonly Description?: string;
  readonly SourcePartition?: string;
  readonly SourceNS?: string;
  readonly SourceName: string;
  readonly SourcePeer?: string;
  readonly SourceType?: string;
  readonly DestinationPartition?: string;
  readonly DestinationNS?: string;
  readonly DestinationName: string;
  readonly Action?: string;
  readonly Permissions?: readonly object[];
  readonly Meta?: Readonly<Record<string, string>>;
  readonly Precedence?: number;
  readonly CreatedAt?: string;
}

export const PATH = '/v1/connect/intentions';

/** 'peer:west/shop' */
export const sourceOf = (intention: Intention): string =>
  formatTarget({
    name: intention.SourceName,
    namespace: intention.SourceNS ?? '',
    partition: intention.SourcePartition ?? '',
    peer: intention.SourcePeer ?? '',
  });

export const destinationOf = (intention: Intention): string =>
  formatTarget({
    name: intention.DestinationName,
    namespace: intention.DestinationNS ?? '',
    partition: intention.DestinationPartition ?? '',
  });

/** 'web => db (allow)' */
export function describe(intention: Intention): string {
  const count = intention.Permissions?.length ?? 0;
  const what =
    count === 0 ? (intention.Action ?? '') : `${count} permission${count > 1 ? 's' : ''}`;
  return `${sourceOf(intention)} => ${destinationOf(intention)} (${what})`;
}
