// SPDX-License-Identifier: Apache-2.0
import { Reply, testCommands } from '../../../test/cli-harness.ts';

const read = 'GET /v1/config/exported-services/default';
const write = (index: number) => `PUT /v1/config?cas=${index}`;
const entry = (services: object[], rest = {}) =>
  JSON.stringify({ Kind: 'exported-services', Name: 'default', ...rest, Services: services });
const stock = { Name: 'stock', Consumers: [{ Peer: 'north' }] };
const exported = 'Successfully exported service "orders" to cluster peers "west"\n';
const command = 'services export -name orders -consumer-peers west';

testCommands({
  'the first export': {
    run: command,
    answers: { [write(0)]: true },
    out: exported,
    requests: [read, `${write(0)} ${entry([{ Name: 'orders', Consumers: [{ Peer: 'west' }] }])}`],
  },
  'a service is added to those that are exported': {
    run: command,
    answers: {
      [read]: { Services: [stock], Meta: { a: 'b' }, ModifyIndex: 7 },
      [write(7)]: true,
    },
    out: exported,
    requests: [
      read,
      `${write(7)} ${entry([stock, { Name: 'orders', Consumers: [{ Peer: 'west' }] }], { Meta: { a: 'b' } })}`,
    ],
  },
  'consumers are added to those that there are': {
    run: 'services export -name stock -consumer-peers north,west,west',
    answers: { [read]: { Services: [stock], ModifyIndex: 7 }, [write(7)]: true },
    out: 'Successfully exported service "stock" to cluster peers "north,west,west"\n',
    requests: [
      read,
      `${write(7)} ${entry([{ Name: 'stock', Consumers: [{ Peer: 'north' }, { Peer: 'west' }] }])}`,
    ],
  },
  'to partitions, where there are any': {
    run: 'services export -name orders -consumer-peers west -consumer-partitions a,b',
    answers: { [write(0)]: true },
    out: 'Successfully exported service "orders" to cluster peers "west" and to partitions "a,b"\n',
    requests: [
      read,
      `${write(0)} ${entry([{ Name: 'orders', Consumers: [{ Peer: 'west' }, { Partition: 'a' }, { Partition: 'b' }] }])}`,
    ],
  },
  'somebody else wrote in between': {
    run: command,
    answers: { [read]: { Services: [], ModifyIndex: 7 }, [write(7)]: false },
    code: 1,
    err: 'Config entry was changed during update. Please try again\n',
  },
  'a server that refuses the read': {
    run: command,
    answers: { [read]: new Reply(403, 'Permission denied') },
    code: 1,
    err: 'Error reading config entry exported-services/default: Unexpected response code: 403 (Permission denied)\n',
    requests: [read],
  },
  'a server that refuses the write': {
    run: command,
    answers: { [write(0)]: new Reply(500, 'invalid') },
    code: 1,
    err: 'Error writing config entry: Unexpected response code: 500 (invalid)\n',
  },
  'without a name': { run: 'services export', code: 1, err: 'Missing the required -name flag\n' },
  'to nobody': {
    run: 'services export -name orders',
    code: 1,
    err: 'Missing the required -consumer-peers or -consumer-partitions flag\n',
    requests: [],
  },
  'to a peer without a name': {
    run: 'services export -name orders -consumer-peers west,',
    code: 1,
    err: 'Invalid peer ""\n',
    requests: [],
  },
});
