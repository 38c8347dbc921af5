// SPDX-License-Identifier: Apache-2.0
import { Reply, testCommands } from '../../../test/cli-harness.ts';

const request = 'PUT /v1/agent/service/register';
const answers = { [request]: new Reply(200, '') };

testCommands({
  'a service of flags': {
    run: 'services register -name=web -port=80 -id=web-1 -tag a -tag b -meta k=v -tagged-address wan=1.2.3.4:5',
    answers,
    out: 'Registered service: web\n',
    requests: [
      `${request} {"ID":"web-1","Name":"web","Tags":["a","b"],"Port":80,"Meta":{"k":"v"},"TaggedAddresses":{"wan":{"Address":"1.2.3.4","Port":5}}}`,
    ],
  },
  'a service with nothing but a name': {
    run: 'services register -name=web',
    answers,
    out: 'Registered service: web\n',
    requests: [`${request} {"Name":"web"}`],
  },
  'services of a file, in its order': {
    run: 'services register -',
    input: 'service { name = "web" }\nservices { id = "db-1" name = "db" }',
    answers,
    out: 'Registered service: web\nRegistered service: db\n',
    requests: [`${request} {"Name":"web"}`, `${request} {"ID":"db-1","Name":"db"}`],
  },
  'a file that is not there': {
    run: 'services register nope.hcl',
    code: 1,
    err: 'Error: config: Open failed on nope.hcl. open nope.hcl: no such file or directory\n',
    requests: [],
  },
  'a server that refuses': {
    run: 'services register -',
    input: '{"services":[{"name":"web"}]}',
    answers: { [request]: new Reply(400, 'Invalid service address') },
    code: 1,
    err: 'Error registering service "web": Unexpected response code: 400 (Invalid service address)\n',
  },
  nothing: {
    run: 'services register',
    code: 1,
    err: 'Service registration requires at least one argument or flags.\n',
    requests: [],
  },
  'both ways': {
    run: 'services register -name=web -',
    code: 1,
    err: 'Service registration requires arguments or -id, not both.\n',
    requests: [],
  },
  'an address with a port': {
    run: 'services register -name=web -address=1.2.3.4:80',
    code: 1,
    err: 'Invalid Service address when using CLI flags. Use -port flag instead: address should not contain port\n',
    requests: [],
  },
  'an IPv6 address': {
    run: 'services register -name=web -address=::1',
    answers,
    out: 'Registered service: web\n',
    requests: [`${request} {"Name":"web","Address":"::1"}`],
  },
  'a tagged address without a port': {
    run: 'services register -name=web -tagged-address=lan=1.2.3.4',
    code: 1,
    err: 'Invalid Tagged address: lan="1.2.3.4" is not of the form host:port\n',
    requests: [],
  },
});
