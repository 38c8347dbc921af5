// SPDX-License-Identifier: Apache-2.0
import { Reply, testCommands } from '../../../test/cli-harness.ts';

const list = 'GET /v1/operator/keyring';
const rings = [
  { WAN: true, Datacenter: 'dc1', Segment: '', NumNodes: 1, Keys: { k1: 1 }, PrimaryKeys: {} },
  {
    WAN: false,
    Datacenter: 'dc1',
    Segment: 'a',
    NumNodes: 3,
    Messages: { 'app-1': 'no answer' },
    Keys: { k1: 2 },
    PrimaryKeys: { k1: 2 },
  },
];

testCommands({
  'the keys of each pool': {
    run: 'keyring -list',
    answers: { [list]: rings },
    out:
      '==> Gathering installed encryption keys...\n' +
      '\nWAN:\n  k1 [1/1]\n' +
      '\ndc1 (LAN) [a]:\n  ===> app-1: no answer\n  k1 [2/3]\n',
  },
  'the keys in use': {
    run: 'keyring -list-primary -local-only -relay-factor=2',
    answers: { [`${list}?local-only=true&relay-factor=2`]: [rings[1]] },
    out:
      '==> Gathering installed primary encryption keys...\n' +
      '\ndc1 (LAN) [a]:\n  ===> app-1: no answer\n  k1 [2/3]\n',
  },
  'where there is no gossip': {
    run: 'keyring -list',
    answers: { [list]: new Reply(500, 'there is no gossip') },
    code: 1,
    out: '==> Gathering installed encryption keys...\n',
    err: 'error: Unexpected response code: 500 (there is no gossip)\n',
  },
  'a key is given to everybody': {
    run: 'keyring -install=k2',
    answers: { 'POST /v1/operator/keyring': null },
    out: '==> Installing new gossip encryption key...\n',
    requests: ['POST /v1/operator/keyring {"Key":"k2"}'],
  },
  'a key comes into use': {
    run: 'keyring -use=k2',
    answers: { 'PUT /v1/operator/keyring': null },
    out: '==> Changing primary gossip encryption key...\n',
  },
  'a key goes': {
    run: 'keyring -remove=k1',
    answers: { 'DELETE /v1/operator/keyring': null },
    out: '==> Removing gossip encryption key...\n',
  },
  'two things at once': {
    run: 'keyring -list -use=k2',
    code: 1,
    err: 'Only a single action is allowed\n',
    requests: [],
  },
  'too many relays': {
    run: 'keyring -list -relay-factor=6',
    code: 1,
    err: 'Error parsing relay factor: Relay factor must be in range: [0, 5]\n',
    requests: [],
  },
  'a change on local servers only': {
    run: 'keyring -use=k2 -local-only',
    code: 1,
    err: 'Error validating local-only: local-only can only be set for list requests\n',
    requests: [],
  },
});
