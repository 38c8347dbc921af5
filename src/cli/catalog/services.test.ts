// SPDX-License-Identifier: Apache-2.0
import { testCommands } from '../../../test/cli-harness.ts';

const all = 'GET /v1/catalog/services';
const ofNode = 'GET /v1/catalog/node/node-1';
const none = 'No services match the given query - try expanding your search.\n';

testCommands({
  'services are listed by name': {
    run: 'catalog services',
    answers: { [all]: { web: ['v2', 'v1'], consul: [] } },
    out: 'consul\nweb\n',
    requests: [all],
  },
  'services with their tags': {
    run: 'catalog services -tags',
    answers: { [all]: { web: ['v2', 'v1'], consul: [] } },
    out: 'consul      \nweb         v1,v2\n',
  },
  'no blanks after a last service without tags': {
    run: 'catalog services -tags',
    answers: { [all]: { web: [], api: [] } },
    out: 'api      \nweb\n',
  },
  'services of a node': {
    run: 'catalog services -tags -node node-1',
    answers: {
      [ofNode]: {
        Node: { Node: 'node-1' },
        Services: {
          'web-1': { Service: 'web', Tags: ['a'] },
          'web-2': { Service: 'web', Tags: ['b'] },
          db: { Service: 'db', Tags: null },
        },
      },
    },
    out: 'db       \nweb      a,b\n',
    requests: [ofNode],
  },
  'a node that is not there': {
    run: 'catalog services -node node-1',
    answers: { [ofNode]: null },
    err: none,
  },
  'what is asked is handed on': {
    run: 'catalog services -node-meta a=b -filter x -peer west',
    answers: { 'GET /v1/catalog/services?filter=x&node-meta=a:b&peer=west': {} },
    err: none,
  },
  'a server that refuses': {
    run: 'catalog services',
    code: 1,
    err: `Error listing services: Unexpected response code: 404 (nothing at ${all})\n`,
  },
  'a server that refuses a node': {
    run: 'catalog services -node node-1',
    code: 1,
    err: `Error listing services for node: Unexpected response code: 404 (nothing at ${ofNode})\n`,
  },
});
