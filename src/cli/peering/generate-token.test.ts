// SPDX-License-Identifier: Apache-2.0
import { Reply, testCommands } from '../../../test/cli-harness.ts';

const request = 'POST /v1/peering/token';
const answers = { [request]: { PeeringToken: 'dG9rZW4=' } };

testCommands({
  'a token is printed alone': {
    run: 'peering generate-token -name west',
    answers,
    out: 'dG9rZW4=\n',
    requests: [`${request} {"PeerName":"west","Meta":{}}`],
  },
  'a token as JSON': {
    run: 'peering generate-token -name west -format=json',
    answers,
    out: '{"PeeringToken":"dG9rZW4="}\n',
  },
  'a token with metadata and addresses': {
    run: 'peering generate-token -name west -meta a=b -meta c=d -server-external-addresses a:1,b:2',
    answers,
    out: 'dG9rZW4=\n',
    requests: [
      `${request} {"PeerName":"west","Meta":{"a":"b","c":"d"},"ServerExternalAddresses":["a:1","b:2"]}`,
    ],
  },
  'a tenant is the server’s to judge': {
    run: 'peering generate-token -name west -partition team',
    answers: { [`${request}?partition=team`]: new Reply(400, 'Partitions are …') },
    code: 1,
    err: 'Error generating peering token for west: Unexpected response code: 400 (Partitions are …)\n',
  },
  'without a name': {
    run: 'peering generate-token',
    code: 1,
    err: 'Missing the required -name flag\n',
    requests: [],
  },
  'a format that is none': {
    run: 'peering generate-token -name west -format=xml',
    code: 1,
    err: 'Invalid format, valid formats are {json|pretty}\n',
    requests: [],
  },
});
