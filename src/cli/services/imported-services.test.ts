// SPDX-License-Identifier: Apache-2.0
import { Reply, testCommands } from '../../../test/cli-harness.ts';

const list = 'GET /v1/peerings';
const peerings = [
  { Name: 'west', StreamStatus: { ImportedServices: ['web', 'db'] } },
  { Name: 'north', StreamStatus: { ImportedServices: ['db'] } },
  { Name: 'south', StreamStatus: { ImportedServices: null } },
];

testCommands({
  'imports by name and peer': {
    run: 'services imported-services',
    answers: { [list]: peerings },
    out: 'Service  Peer\ndb       north\ndb       west\nweb      west\n',
  },
  'imports as JSON': {
    run: 'services imported-services -format=json',
    answers: { [list]: peerings.slice(1) },
    out: '[\n    {\n        "Service": "db",\n        "Peer": "north"\n    }\n]\n',
  },
  'no import': {
    run: 'services imported-services',
    answers: { [list]: [] },
    out: 'No imported services found\n',
  },
  'a server that refuses': {
    run: 'services imported-services',
    answers: { [list]: new Reply(403, 'Permission denied') },
    code: 1,
    err: 'Error reading imported services: Unexpected response code: 403 (Permission denied)\n',
  },
});
