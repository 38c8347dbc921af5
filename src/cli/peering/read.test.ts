// SPDX-License-Identifier: Apache-2.0
import { Reply, testCommands } from '../../../test/cli-harness.ts';

const request = 'GET /v1/peering/west';
const pending = {
  ID: 'b2a4',
  Name: 'west',
  State: 'PENDING',
  StreamStatus: {
    ImportedServices: null,
    ExportedServices: null,
    LastHeartbeat: null,
    LastReceive: null,
    LastSend: null,
  },
  CreateIndex: 10,
  ModifyIndex: 12,
};
const terminated = {
  ...pending,
  Partition: 'team',
  DeletedAt: '2026-01-02T03:04:05Z',
  State: 'TERMINATED',
  Meta: { env: 'prod' },
  PeerID: 'c3d5',
  PeerCAPems: ['…', '…'],
  PeerServerName: 'server.dc2.peering.1.consul',
  PeerServerAddresses: ['10.0.0.1:8503', '10.0.0.2:8503'],
  StreamStatus: {
    ImportedServices: ['a', 'b'],
    ExportedServices: ['c'],
    LastHeartbeat: '2026-01-02T03:04:05Z',
    LastReceive: '2026-01-02T03:04:06Z',
    LastSend: null,
  },
};

testCommands({
  'a peering that waits': {
    run: 'peering read -name west',
    answers: { [request]: pending },
    out: `Name:         west
ID:           b2a4
State:        PENDING

Peer ID:               ${''}
Peer Server Name:      ${''}
Peer CA Pems:          0

Imported Services: 0
Exported Services: 0

Last Heartbeat:    <nil>
Last Send:         <nil>
Last Receive:      <nil>

Create Index: 10
Modify Index: 12

`,
    requests: [request],
  },
  'a peering with all there can be': {
    run: 'peering read -name west',
    answers: { [request]: terminated },
    out: `Name:         west
ID:           b2a4
Partition:    team
DeletedAt:    2026-01-02T03:04:05Z
State:        TERMINATED
Meta:
    env=prod

Peer ID:               c3d5
Peer Server Name:      server.dc2.peering.1.consul
Peer CA Pems:          2
Peer Server Addresses:
    10.0.0.1:8503
    10.0.0.2:8503

Imported Services: 2
Exported Services: 1

Last Heartbeat:    2026-01-02T03:04:05Z
Last Send:         <nil>
Last Receive:      2026-01-02T03:04:06Z

Create Index: 10
Modify Index: 12

`,
  },
  'a peering as JSON': {
    run: 'peering read -name west -format=json',
    answers: { [request]: pending },
    out: `${JSON.stringify(pending)}\n`,
  },
  'a peering that is not there': {
    run: 'peering read -name west',
    code: 1,
    err: 'No peering with name west found.\n',
  },
  'a server that refuses': {
    run: 'peering read -name west',
    answers: { [request]: new Reply(403, 'Permission denied') },
    code: 1,
    err: 'Error reading peering: Unexpected response code: 403 (Permission denied)\n',
  },
  'without a name': {
    run: 'peering read',
    code: 1,
    err: 'Missing the required -name flag\n',
    requests: [],
  },
});
