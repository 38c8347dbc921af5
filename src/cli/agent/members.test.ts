// SPDX-License-Identifier: Apache-2.0
import { testCommands } from '../../../test/cli-harness.ts';

const list = 'GET /v1/agent/members?segment=_all';
const server = {
  Name: 'east',
  Addr: '10.0.0.1',
  Port: 8301,
  Status: 1,
  Tags: { role: 'consul', build: '1.22.0:abc', vsn: '2', dc: 'dc1' },
};
const client = {
  Name: 'app-1',
  Addr: '::1',
  Port: 8301,
  Status: 4,
  Tags: { role: 'node', build: '1.22.0', vsn: '2', dc: 'dc1', segment: '' },
};
const header = 'Node   Address        Status  Type    Build   Protocol  DC   Partition  Segment';
const serverLine = 'east   10.0.0.1:8301  alive   server  1.22.0  2         dc1  default    <all>';
const clientLine =
  'app-1  [::1]:8301     failed  client  1.22.0  2         dc1  default    <default>';

testCommands({
  'members are listed, servers first': {
    run: 'members',
    answers: { [list]: [client, server] },
    out: `${header}\n${serverLine}\n${clientLine}\n`,
    requests: [list],
  },
  'members of a status': {
    run: ['members', '-status', 'alive|left'],
    answers: { [list]: [client, server] },
    out: `${header.replace('Node   ', 'Node  ')}\n${serverLine.replace('east   ', 'east  ')}\n`,
  },
  'no member of a status': {
    run: 'members -status left',
    answers: { [list]: [client, server] },
    code: 2,
  },
  'a status that is no expression': {
    run: 'members -status [',
    code: 1,
    err: 'Failed to compile status regexp: error parsing regexp: missing closing ]: `[`\n',
    requests: [],
  },
  'all tags': {
    run: 'members -detailed',
    answers: { [list]: [server] },
    out:
      'Node  Address        Status  Tags\n' +
      'east  10.0.0.1:8301  alive   ap=default,build=1.22.0:abc,dc=dc1,role=consul,segment=<all>,vsn=2\n',
  },
  'what is asked is handed on': {
    run: ['members', '-wan', '-segment', 'a', '-filter', 'Name == east'],
    answers: { 'GET /v1/agent/members?filter=Name+==+east&segment=a&wan=1': [] },
    code: 2,
    requests: ['GET /v1/agent/members?filter=Name+==+east&segment=a&wan=1'],
  },
  'a server that refuses': {
    run: 'members',
    code: 1,
    err: `Error retrieving members: Unexpected response code: 404 (nothing at ${list})\n`,
  },
});
