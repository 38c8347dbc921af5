// SPDX-License-Identifier: Apache-2.0
import { Reply, testCommands } from '../../../test/cli-harness.ts';

const request = (id: string) => `PUT /v1/agent/service/deregister/${id}`;
const done = new Reply(200, '');

testCommands({
  'a service by its id': {
    run: 'services deregister -id=web-1',
    answers: { [request('web-1')]: done },
    out: 'Deregistered service: web-1\n',
    requests: [request('web-1')],
  },
  'services of a file, by their ids or else names': {
    run: 'services deregister -',
    input: 'services = [{ id = "web-1" name = "web" }, { name = "db" }]',
    answers: { [request('web-1')]: done, [request('db')]: done },
    out: 'Deregistered service: web-1\nDeregistered service: db\n',
  },
  'a service that is not there': {
    run: 'services deregister -id=web-1',
    answers: { [request('web-1')]: new Reply(404, 'Unknown service ID "web-1".') },
    code: 1,
    err: 'Error deregistering service "web-1": Unexpected response code: 404 (Unknown service ID "web-1".)\n',
  },
  nothing: {
    run: 'services deregister',
    code: 1,
    err: 'Service deregistration requires at least one argument or -id.\n',
    requests: [],
  },
  'both ways': {
    run: 'services deregister -id=web -',
    code: 1,
    err: 'Service deregistration requires arguments or -id, not both.\n',
    requests: [],
  },
});
