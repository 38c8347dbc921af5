// SPDX-License-Identifier: Apache-2.0
// A peering as the API shows it, without the times of its stream: those change all the time and would
// wake every blocking query; views/peering/stream.ts has them.
import type { PeeringRow, PeerStreamRow, RemoteInfo } from '../../model/peering/peering.ts';
import { type PeeringState, stateOf } from '../../model/peering/status.ts';
import { peerStreams } from '../../state/tables/peer-streams.ts';
import { peerings } from '../../state/tables/peerings.ts';
import type { Row } from '../../state/table.ts';
import { defineView, type ViewRead } from '../engine/view.ts';
import type { Indexed } from '../health/instances.ts';

/** Field names and their order are Consul's; what it leaves out when empty is absent. */
export interface PeeringAnswer extends Indexed {
  readonly ID: string;
  readonly Name: string;
  readonly DeletedAt?: string;
  readonly Meta?: Readonly<Record<string, string>>;
  readonly State: PeeringState;
  readonly PeerID?: string;
  readonly PeerCAPems?: readonly string[];
  readonly PeerServerName?: string;
  readonly PeerServerAddresses?: readonly string[];
  readonly StreamStatus: StreamNames;
  readonly Remote: Omit<RemoteInfo, 'Locality'> & Partial<Pick<RemoteInfo, 'Locality'>>;
}

export interface StreamNames {
  /** Null when there are none. */
  readonly ImportedServices: readonly string[] | null;
  readonly ExportedServices: readonly string[] | null;
}

/** The peering of that name, whatever its case; undefined when there is none. */
export const peeringAnswer = defineView<string, PeeringAnswer | undefined>({
  name: 'peering/read',
  key: (name) => name.toLowerCase(),
  compute: (read, name) => {
    const row = read.get(peerings, name.toLowerCase());
    return row && answerOf(read, row);
  },
});

/** All peerings by name. */
export const peeringAnswers = defineView<null, readonly PeeringAnswer[]>({
  name: 'peering/list',
  key: () => '',
  compute: (read) => read.all(peerings).map((row) => answerOf(read, row)),
});

function answerOf(read: ViewRead, row: Row<PeeringRow>): PeeringAnswer {
  const { value } = row;
  const stream = read.get(peerStreams, value.ID)?.value;
  const { Locality, ...remote } = value.Remote;
  return {
    ID: value.ID,
    Name: value.Name,
    ...(value.DeletedAt === undefined ? {} : { DeletedAt: value.DeletedAt }),
    ...(Object.keys(value.Meta ?? {}).length > 0 ? { Meta: value.Meta ?? {} } : {}),
    State: stateOf(value, stream),
    ...(value.PeerID === '' ? {} : { PeerID: value.PeerID }),
    ...(value.PeerCAPems.length > 0 ? { PeerCAPems: value.PeerCAPems } : {}),
    ...(value.PeerServerName === '' ? {} : { PeerServerName: value.PeerServerName }),
    ...(value.PeerServerAddresses.length > 0
      ? { PeerServerAddresses: value.PeerServerAddresses }
      : {}),
    StreamStatus: namesOf(stream),
    CreateIndex: row.createRevision,
    ModifyIndex: row.modifyRevision,
    Remote: { ...remote, ...(Locality === null ? {} : { Locality }) },
  };
}

function namesOf(stream: PeerStreamRow | undefined): StreamNames {
  const { importedServices = [], exportedServices = [] } = stream ?? {};
  return {
    ImportedServices: importedServices.length > 0 ? importedServices : null,
    ExportedServices: exportedServices.length > 0 ? exportedServices : null,
  };
}
