// SPDX-License-Identifier: Apache-2.0
import { describe } from 'node:test';
import { Reply, testCommands } from '../../../test/cli-harness.ts';

const config = {
  CleanupDeadServers: true,
  LastContactThreshold: '200ms',
  MaxTrailingLogs: 250,
  MinQuorum: 0,
  ServerStabilizationTime: '10s',
  RedundancyZoneTag: '',
  DisableUpgradeMigration: false,
  UpgradeVersionTag: '',
  CreateIndex: 4,
  ModifyIndex: 7,
};
const configAt = '/v1/operator/autopilot/configuration';
const server = {
  ID: 'c6da',
  Name: 'east-1',
  Address: '10.0.0.1:8300',
  NodeStatus: 'alive',
  Version: '1.23.0',
  LastContact: '0s',
  LastTerm: 2,
  LastIndex: 9007199254740993n,
  Healthy: true,
  Status: 'leader',
  NodeType: 'voter',
  Meta: { b: '2', a: '1' },
};
const state = JSON.stringify(
  {
    Healthy: true,
    FailureTolerance: 0,
    Leader: 'c6da',
    Voters: ['c6da'],
    Servers: { c6da: server },
  },
  (_key, value: unknown) => (typeof value === 'bigint' ? '@big' : value),
).replace('"@big"', '9007199254740993');

describe('operator autopilot:', () => {
  testCommands({
    'the configuration': {
      run: 'operator autopilot get-config',
      answers: { [`GET ${configAt}`]: config },
      out: `CleanupDeadServers = true
LastContactThreshold = 200ms
MaxTrailingLogs = 250
MinQuorum = 0
ServerStabilizationTime = 10s
RedundancyZoneTag = ""
DisableUpgradeMigration = false
UpgradeVersionTag = ""
`,
    },
    'what is named is changed': {
      run: 'operator autopilot set-config -cleanup-dead-servers=false -server-stabilization-time=1m -min-quorum=3',
      answers: { [`GET ${configAt}`]: config, [`PUT ${configAt}?cas=7`]: true },
      out: 'Configuration updated!\n',
      requests: [
        `GET ${configAt}`,
        `PUT ${configAt}?cas=7 {"CleanupDeadServers":false,"LastContactThreshold":"200ms","MaxTrailingLogs":250,"MinQuorum":3,"ServerStabilizationTime":"1m0s","RedundancyZoneTag":"","DisableUpgradeMigration":false,"UpgradeVersionTag":"","CreateIndex":4}`,
      ],
    },
    'somebody else changes it': {
      run: 'operator autopilot set-config',
      answers: { [`GET ${configAt}`]: config, [`PUT ${configAt}?cas=7`]: false },
      code: 1,
      out: 'Configuration could not be atomically updated, please try again\n',
    },
    'a server that refuses': {
      run: 'operator autopilot set-config',
      answers: { [`GET ${configAt}`]: config, [`PUT ${configAt}?cas=7`]: new Reply(400, 'no') },
      code: 1,
      err: 'Error setting Autopilot configuration: Unexpected response code: 400 (no)\n',
    },
    'the servers': {
      run: 'operator autopilot state',
      answers: { 'GET /v1/operator/autopilot/state': new Reply(200, state) },
      out: `Healthy:                      true
Failure Tolerance:            0
Optimistic Failure Tolerance: 0
Leader:                       c6da
Voters:
   c6da
Servers:
   c6da
      Name:            east-1
      Address:         10.0.0.1:8300
      Version:         1.23.0
      Status:          leader
      Node Type:       voter
      Node Status:     alive
      Healthy:         true
      Last Contact:    0s
      Last Term:       2
      Last Index:      9007199254740993
      Meta
         "a": "1"
         "b": "2"

`,
    },
    'the servers as JSON': {
      run: 'operator autopilot state -format=json',
      answers: { 'GET /v1/operator/autopilot/state': { Healthy: true } },
      out: '{\n    "Healthy": true\n}\n',
    },
    'another format': {
      run: 'operator autopilot state -format=x',
      code: 1,
      err: 'Unknown format: x\n',
      requests: [],
    },
  });
});

const peer = (name: string, isLeader: boolean, index: number, version = '3') => ({
  ID: `id-${name}`,
  Node: name,
  Address: '10.0.0.1:8300',
  Leader: isLeader,
  ProtocolVersion: version,
  Voter: true,
  LastIndex: index,
});
const peers = { Servers: [peer('a', true, 9), peer('b', false, 8, ''), peer('c', false, 7)] };
const failedTransfer = 'Error transfering leadership: Failed to transfer leadership';

describe('operator raft:', () => {
  testCommands({
    'the peers': {
      run: 'operator raft list-peers',
      answers: { 'GET /v1/operator/raft/configuration': peers },
      out: `Node  ID    Address        State     Voter  RaftProtocol  Commit Index  Trails Leader By
a     id-a  10.0.0.1:8300  leader    true   3             9             -
b     id-b  10.0.0.1:8300  follower  true   <=1           8             1 commit
c     id-c  10.0.0.1:8300  follower  true   3             7             2 commits
`,
    },
    'a peer goes by its id': {
      run: 'operator raft remove-peer -id=c6da',
      answers: { 'DELETE /v1/operator/raft/peer?id=c6da': true },
      out: 'Removed peer with id "c6da"\n',
    },
    'a peer goes by its address': {
      run: 'operator raft remove-peer -address=10.0.0.1:8300',
      answers: { 'DELETE /v1/operator/raft/peer?address=10.0.0.1:8300': true },
      out: 'Removed peer with address "10.0.0.1:8300"\n',
    },
    'which peer': {
      run: 'operator raft remove-peer',
      code: 1,
      err: 'Error removing peer: an address or id is required for the peer to remove\n',
      requests: [],
    },
    'which of two peers': {
      run: 'operator raft remove-peer -id=a -address=b',
      code: 1,
      err: 'Error removing peer: cannot give both an address and id\n',
      requests: [],
    },
    'another one leads': {
      run: 'operator raft transfer-leader -id=c6da',
      answers: { 'POST /v1/operator/raft/transfer-leader?id=c6da': { Success: true } },
      out: 'Success\n',
    },
    'nobody else leads': {
      run: 'operator raft transfer-leader',
      answers: { 'POST /v1/operator/raft/transfer-leader': { Success: false } },
      code: 1,
      err: `${failedTransfer}\n`,
    },
    'nobody else can lead': {
      run: 'operator raft transfer-leader',
      answers: { 'POST /v1/operator/raft/transfer-leader': new Reply(500, 'cannot find peer') },
      code: 1,
      err: `${failedTransfer} Unexpected response code: 500 (cannot find peer)\n`,
    },
  });
});

// Consul fills empty cells.
const blanks = (count: number): string => ' '.repeat(count);

const usage = (count: number) => ({
  Services: count,
  ServiceInstances: count,
  ConnectServiceInstances: { 'mesh-gateway': 1, 'connect-proxy': count },
  BillableServiceInstances: count,
  Nodes: 1,
});
const services = `Billable Service Instances Total: 3
dc1 Billable Service Instances: 3

Billable Services
Services      Service instances
3             3


Nodes
Datacenter      Count${blanks(12)}
dc1             1
${blanks(16)}
Total           1


`;
const proxies = `Connect Services
Type               Service instances
connect-proxy      3
mesh-gateway       1
`;
const here = { 'GET /v1/operator/usage': { Usage: { dc1: usage(3) } } };

describe('operator usage instances:', () => {
  testCommands({
    'what is here': { run: 'operator usage instances', answers: here, out: services + proxies },
    services: { run: 'operator usage instances -billable', answers: here, out: services },
    proxies: { run: 'operator usage instances -connect', answers: here, out: proxies },
    'what is everywhere': {
      run: 'operator usage instances -all-datacenters',
      answers: { 'GET /v1/operator/usage?global=': { Usage: { dc2: usage(1), dc1: usage(3) } } },
      out: `Billable Service Instances Total: 4
dc1 Billable Service Instances: 3
dc2 Billable Service Instances: 1

Billable Services
Datacenter      Services      Service instances
dc1             3             3
dc2             1             1
${blanks(30)}
Total           4             4


Nodes
Datacenter      Count${blanks(12)}
dc1             1
dc2             1
${blanks(16)}
Total           2


Connect Services
Datacenter      Type               Service instances
dc1             connect-proxy      3
dc1             mesh-gateway       1
dc2             connect-proxy      1
dc2             mesh-gateway       1
${blanks(35)}
Total                              6
`,
    },
    'both at once': {
      run: 'operator usage instances -billable -connect',
      code: 1,
      err: 'Cannot specify both -billable and -connect flags\n',
      requests: [],
    },
  });
});
