// SPDX-License-Identifier: Apache-2.0
import { Reply, testCommands } from '../../../test/cli-harness.ts';

const session = {
  ID: 'b54f',
  Name: 'leader',
  Node: 'web-1',
  LockDelay: 15_000_000_000,
  Behavior: 'release',
  TTL: '20s',
  NodeChecks: ['serfHealth'],
  ServiceChecks: null,
  CreateIndex: 3,
  ModifyIndex: 4,
};
const table = `ID    Name    Node   TTL  LockDelay  Behavior
a000  db      web-1  -    15s        release
b54f  leader  web-1  20s  15s        release
`;

testCommands({
  'a session begins': {
    run: 'session create -name=leader -ttl=20s',
    answers: { 'PUT /v1/session/create': { ID: 'b54f' } },
    out: 'b54f\n',
    requests: ['PUT /v1/session/create {"Name":"leader","TTL":"20s"}'],
  },
  'a session with all that it can have': {
    run: 'session create -lock-delay=1m -behavior=delete -node=n -node-check=a -node-check=b -service-check=c -format=json',
    answers: { 'PUT /v1/session/create': { ID: 'b54f' } },
    out: '{"ID":"b54f"}\n',
    requests: [
      'PUT /v1/session/create {"LockDelay":"1m0s","Behavior":"delete","Node":"n","NodeChecks":["a","b"],"ServiceChecks":[{"ID":"c"}]}',
    ],
  },
  'a session that can not be': {
    run: 'session create -ttl=1s',
    answers: { 'PUT /v1/session/create': new Reply(400, 'Invalid Session TTL') },
    code: 1,
    err: 'Error creating session: Unexpected response code: 400 (Invalid Session TTL)\n',
  },
  'all sessions': {
    run: 'session list',
    answers: { 'GET /v1/session/list': [session, { ...session, ID: 'a000', Name: 'db', TTL: '' }] },
    out: table,
  },
  'no session of a node': {
    run: 'session list -node=web-1',
    answers: { 'GET /v1/session/node/web-1': [] },
    out: 'There are no sessions.\n',
  },
  'sessions as JSON': {
    run: 'session list -format=json',
    answers: { 'GET /v1/session/list': [{ ID: 'a' }] },
    out: '[\n    {\n        "ID": "a"\n    }\n]\n',
  },
  'one session': {
    run: 'session read b54f',
    answers: { 'GET /v1/session/info/b54f': [session] },
    out: `ID             b54f
Name           leader
Node           web-1
TTL            20s
LockDelay      15s
Behavior       release
NodeChecks     serfHealth
ServiceChecks
CreateIndex    3
ModifyIndex    4
`,
  },
  'one that is not there': {
    run: 'session read b54f',
    answers: { 'GET /v1/session/info/b54f': [] },
    code: 1,
    err: 'No session with id b54f found.\n',
  },
  'a session lives on': {
    run: 'session renew b54f',
    answers: { 'PUT /v1/session/renew/b54f': [session] },
    out: 'Session renewed: b54f (TTL 20s)\n',
  },
  'a session that has ended does not': {
    run: 'session renew b54f',
    answers: { 'PUT /v1/session/renew/b54f': new Reply(404, 'not found') },
    code: 1,
    err: 'No session with id b54f found.\n',
  },
  'a session ends': {
    run: 'session destroy b54f',
    answers: { 'PUT /v1/session/destroy/b54f': true },
    out: 'Session destroyed: b54f\n',
  },
  'which session': {
    run: 'session destroy',
    code: 1,
    err: 'Error! Missing ID argument\n',
    requests: [],
  },
  'two sessions': {
    run: 'session renew a b',
    code: 1,
    err: 'Too many arguments (expected 1, got 2)\n',
    requests: [],
  },
});
