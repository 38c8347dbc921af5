// SPDX-License-Identifier: Apache-2.0
import { testCommands } from '../../../test/cli-harness.ts';

const request = 'GET /v1/peerings';
const silent = { LastHeartbeat: null, LastReceive: null, LastSend: null };
const west = {
  ID: '1',
  Name: 'west',
  Meta: { b: '2', a: '1' },
  State: 'ACTIVE',
  StreamStatus: { ...silent, ImportedServices: ['shop'], ExportedServices: ['a', 'b'] },
  CreateIndex: 10,
  ModifyIndex: 12,
};
const north = {
  ...west,
  Name: 'north-1',
  Meta: null,
  State: 'PENDING',
  StreamStatus: { ...silent, ImportedServices: null, ExportedServices: null },
};

testCommands({
  'peerings are listed by name': {
    run: 'peering list',
    answers: { [request]: [west, north] },
    out:
      'Name     State    Imported Svcs  Exported Svcs  Meta\n' +
      'north-1  PENDING  0              0              \n' +
      'west     ACTIVE   1              2              a=1,b=2\n',
    requests: [request],
  },
  'peerings as JSON': {
    run: 'peering list -format=json',
    answers: { [request]: [west, north] },
    out: `${JSON.stringify([north, west])}\n`,
  },
  'no peering': {
    run: 'peering list',
    answers: { [request]: [] },
    out: 'There are no peering connections.\n',
  },
  'no peering as JSON': {
    run: 'peering list -format=json',
    answers: { [request]: [] },
    out: '[]\n',
  },
  'a format that is none': {
    run: 'peering list -format=xml',
    code: 1,
    err: 'Invalid format, valid formats are {json|pretty}\n',
    requests: [],
  },
  'a server that refuses': {
    run: 'peering list',
    code: 1,
    err: `Error listing peerings: Unexpected response code: 404 (nothing at ${request})\n`,
  },
});
