// SPDX-License-Identifier: Apache-2.0
import { testCommands } from '../../../test/cli-harness.ts';

const request = 'GET /v1/exported-services';
const orders = { Service: 'orders', Consumers: { Peers: ['north', 'west'] } };

testCommands({
  'exports are listed': {
    run: 'services exported-services',
    answers: { [request]: [orders] },
    out: 'Service  Consumer Peers\norders   north, west\n',
    requests: [request],
  },
  'exports that are selected': {
    run: ['services', 'exported-services', '-filter', 'Consumers.Peers contains "west"'],
    answers: { [request]: [orders, { Service: 'db', Consumers: { Peers: ['north'] } }] },
    out: 'Service  Consumer Peers\norders   north, west\n',
    requests: [request],
  },
  'an expression that is none': {
    run: 'services exported-services -filter Nope==1',
    answers: { [request]: [orders] },
    code: 1,
    err: 'Error while creating filter: Failed to create boolean expression evaluator: Selector "Nope" is not valid\n',
  },
  'exports of partitions': {
    run: 'services exported-services',
    answers: {
      [request]: [
        { Service: 'db', Partition: 'a', Namespace: 'b', Consumers: { Partitions: ['c'] } },
      ],
    },
    out:
      'Service  Partition  Namespace  Consumer Peers  Consumer Partitions\n' +
      'db       a          b                          c\n',
  },
  'exports as JSON': {
    run: 'services exported-services -format json',
    answers: { [request]: [orders] },
    out: `${JSON.stringify([orders], null, 4)}\n`,
  },
  'no export': {
    run: 'services exported-services -format json',
    answers: { [request]: [] },
    out: 'No exported services found\n',
  },
  'a format that is none': {
    run: 'services exported-services -format xml',
    code: 1,
    err: 'Invalid format, valid formats are {pretty|json}\n',
  },
});
