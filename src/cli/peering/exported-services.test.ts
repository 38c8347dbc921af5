// SPDX-License-Identifier: Apache-2.0
import { testCommands } from '../../../test/cli-harness.ts';

const request = 'GET /v1/peering/west';
const exporting = { [request]: { StreamStatus: { ExportedServices: ['orders', 'stock'] } } };
const silent = { [request]: { StreamStatus: { ExportedServices: null } } };

testCommands({
  'services are listed one a line': {
    run: 'peering exported-services -name west',
    answers: exporting,
    out: 'orders\nstock\n',
  },
  'services as JSON': {
    run: 'peering exported-services -name west -format=json',
    answers: exporting,
    out: '[{"ID":"orders"},{"ID":"stock"}]\n',
  },
  'no service': { run: 'peering exported-services -name west', answers: silent, out: '\n' },
  'no service as JSON': {
    run: 'peering exported-services -name west -format=json',
    answers: silent,
    out: '[]\n',
  },
  'a peering that is not there': {
    run: 'peering exported-services -name west',
    code: 1,
    err: 'No peering with name west found.\n',
  },
  'without a name': {
    run: 'peering exported-services',
    code: 1,
    err: 'Missing the required -name flag\n',
  },
});
