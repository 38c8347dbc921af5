// SPDX-License-Identifier: Apache-2.0
import { testCommands } from '../../../test/cli-harness.ts';

const node = {
  ID: '11111111-2222-4333-8444-555555555555',
  Node: 'node-1',
  Address: '10.0.0.1',
  Datacenter: 'dc1',
  TaggedAddresses: { wan: '1.2.3.4', lan: '10.0.0.1' },
  Meta: { b: '2', a: '1' },
};
const { Meta, ...rest } = node;
const instance = { ...rest, NodeMeta: Meta, ServiceName: 'web' };
const short = 'Node    ID        Address   DC\nnode-1  11111111  10.0.0.1  dc1\n';
const ofWeb = 'GET /v1/catalog/service/web';

testCommands({
  'nodes are listed': {
    run: 'catalog nodes',
    answers: { 'GET /v1/catalog/nodes': [node] },
    out: short,
    requests: ['GET /v1/catalog/nodes'],
  },
  'nodes with everything': {
    run: 'catalog nodes -detailed',
    answers: { 'GET /v1/catalog/nodes': [node] },
    out:
      'Node    ID                                    Address   DC   TaggedAddresses            Meta\n' +
      'node-1  11111111-2222-4333-8444-555555555555  10.0.0.1  dc1  lan=10.0.0.1, wan=1.2.3.4  a=1, b=2\n',
  },
  'nodes of a service, each once': {
    run: 'catalog nodes -service web',
    answers: { [ofWeb]: [instance, instance] },
    out: short,
    requests: [ofWeb],
  },
  'what is asked is handed on': {
    run: [
      'catalog',
      'nodes',
      '-near=_agent',
      '-node-meta=a=b',
      '-node-meta=c=d:e',
      '-filter=x',
      '-peer=west',
    ],
    answers: {
      'GET /v1/catalog/nodes?filter=x&near=_agent&node-meta=a:b&node-meta=c:d:e&peer=west': [],
    },
    err: 'No nodes match the given query - try expanding your search.\n',
  },
  'a server that refuses': {
    run: 'catalog nodes',
    code: 1,
    err: 'Error listing nodes: Unexpected response code: 404 (nothing at GET /v1/catalog/nodes)\n',
  },
  'a server that refuses a service': {
    run: 'catalog nodes -service web',
    code: 1,
    err: `Error listing nodes for service: Unexpected response code: 404 (nothing at ${ofWeb})\n`,
  },
});
