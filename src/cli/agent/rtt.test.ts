// SPDX-License-Identifier: Apache-2.0
import { testCommands } from '../../../test/cli-harness.ts';

const at = (x: number) => ({ Vec: [x, 0], Height: 0.001, Adjustment: 0 });
const nodes = [
  { Node: 'web', Segment: '', Coord: at(0) },
  { Node: 'db', Segment: '', Coord: at(0.01) },
  { Node: 'far', Segment: 'edge', Coord: at(0.02) },
];
const lan = { 'GET /v1/coordinate/nodes': nodes };
const self = { 'GET /v1/agent/self': { Config: { NodeName: 'db', Datacenter: 'dc1' } } };
const area = (name: string, entries: object[], AreaID = 'wan') => ({
  Datacenter: name,
  AreaID,
  Coordinates: entries,
});
const wan = {
  'GET /v1/coordinate/datacenters': [area('dc1', [nodes[0] ?? {}]), area('dc2', [nodes[1] ?? {}])],
};

testCommands({
  'between two nodes': {
    run: 'rtt WEB db',
    answers: lan,
    out: 'Estimated WEB <-> db rtt: 12.000 ms (using LAN coordinates)\n',
  },
  'to the node of the agent': {
    run: 'rtt web',
    answers: { ...lan, ...self },
    out: 'Estimated web <-> db rtt: 12.000 ms (using LAN coordinates)\n',
  },
  'between datacenters': {
    run: 'rtt -wan web.dc1 db.dc2',
    answers: wan,
    out: 'Estimated web.dc1 <-> db.dc2 rtt: 12.000 ms (using WAN coordinates)\n',
  },
  'between segments there is none': {
    run: 'rtt web far',
    answers: lan,
    code: 1,
    err: 'Could not find a coordinate for node "web"\n',
  },
  'a node that is not there': {
    run: 'rtt web nobody',
    answers: lan,
    code: 1,
    err: 'Could not find a coordinate for node "nobody"\n',
  },
  'a node without its datacenter': {
    run: 'rtt -wan web db.dc2',
    answers: wan,
    code: 1,
    err: 'Node names must be specified as <node name>.<datacenter> with -wan\n',
    requests: [],
  },
});
