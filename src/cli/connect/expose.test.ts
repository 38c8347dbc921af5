// SPDX-License-Identifier: Apache-2.0
import { Reply, testCommands } from '../../../test/cli-harness.ts';

const run = 'connect expose -ingress-gateway=front -service=web -port=8080';
const read = 'GET /v1/config/ingress-gateway/front';
const exact = '/v1/connect/intentions/exact?destination=web&source=front';
const updated = 'Successfully updated config entry for ingress service "front"\n';
const entry = (listeners: object[]) =>
  JSON.stringify({ Kind: 'ingress-gateway', Name: 'front', Listeners: listeners });
const listener = (Protocol: string, ...names: object[]) => ({
  Port: 8080,
  Protocol,
  Services: names,
});

testCommands({
  'a service of a new gateway': {
    run,
    answers: { 'PUT /v1/config?cas=0': true, [`PUT ${exact}`]: true },
    out: `${updated}Successfully set up intention for "front" -> "web"\n`,
    requests: [
      read,
      `PUT /v1/config?cas=0 ${entry([listener('tcp', { Name: 'web' })])}`,
      `GET ${exact}`,
      `PUT ${exact} {"SourceName":"front","DestinationName":"web","SourceType":"consul","Action":"allow"}`,
    ],
  },
  'a service beside others': {
    run: `${run} -protocol=http -host=a.example -host=b.example`,
    answers: {
      [read]: {
        Kind: 'ingress-gateway',
        Name: 'front',
        Listeners: [
          { Port: 1, Protocol: 'tcp', Services: [] },
          listener('http', { Name: 'api' }, { Name: 'web', Hosts: ['old'] }),
        ],
        Hash: 3,
        CreateIndex: 4,
        ModifyIndex: 7,
      },
      'PUT /v1/config?cas=7': true,
      [`GET ${exact}`]: { Action: 'allow' },
    },
    out: `Updating service definition for "web" on listener with port 8080\n${updated}Intention already exists for "front" -> "web"\n`,
    requests: [
      read,
      `PUT /v1/config?cas=7 ${entry([
        { Port: 1, Protocol: 'tcp', Services: [] },
        listener('http', { Name: 'api' }, { Name: 'web', Hosts: ['a.example', 'b.example'] }),
      ])}`,
      `GET ${exact}`,
    ],
  },
  'a port of another protocol': {
    run,
    answers: { [read]: { Listeners: [listener('http')] } },
    code: 1,
    err: 'Listener on port 8080 already configured with conflicting protocol "http"\n',
    requests: [read],
  },
  'somebody else wrote in between': {
    run,
    answers: { 'PUT /v1/config?cas=0': false },
    code: 1,
    err: 'Ingress config entry was changed while attempting to update, please try again.\n',
  },
  'a server that refuses': {
    run,
    answers: { 'PUT /v1/config?cas=0': new Reply(400, 'invalid') },
    code: 1,
    err: 'Error writing ingress config entry: Unexpected response code: 400 (invalid)\n',
  },
  'no service': {
    run: 'connect expose -ingress-gateway=front -port=1',
    code: 1,
    err: 'A service name must be given via the -service flag.\n',
    requests: [],
  },
  'no gateway': {
    run: 'connect expose -service=web -port=1',
    code: 1,
    err: 'An ingress gateway service must be given via the -ingress-gateway flag.\n',
    requests: [],
  },
  'no port': {
    run: 'connect expose -service=web -ingress-gateway=front',
    code: 1,
    err: 'A port must be provided via the -port flag.\n',
    requests: [],
  },
  'a name that is none': {
    run: 'connect expose -service=a/b/c/d -ingress-gateway=front -port=1',
    code: 1,
    err: "Invalid service name: input can contain at most two '/'\n",
    requests: [],
  },
});
