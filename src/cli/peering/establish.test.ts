// SPDX-License-Identifier: Apache-2.0
import { Reply, testCommands } from '../../../test/cli-harness.ts';

const request = 'POST /v1/peering/establish';
const body = '{"PeerName":"east","PeeringToken":"dG9rZW4=","Meta":{}}';
const done = 'Successfully established peering connection with east\n';

testCommands({
  'a token is used': {
    run: 'peering establish -name east -peering-token dG9rZW4=',
    answers: { [request]: {} },
    out: done,
    requests: [`${request} ${body}`],
  },
  'a token that nobody else sees': {
    run: 'peering establish -name east -peering-token -',
    input: 'dG9rZW4=\n',
    answers: { [request]: {} },
    out: done,
    requests: [`${request} ${body}`],
  },
  'what was wrong is told without the token': {
    run: 'peering establish -name east -peering-token dG9rZW4=',
    answers: { [request]: new Reply(403, 'a new peering token must be generated: …') },
    code: 1,
    err: 'Error establishing peering for east: Unexpected response code: 403 (a new peering token must be generated: …)\n',
  },
  'without a name': {
    run: 'peering establish',
    code: 1,
    err: 'Missing the required -name flag\n',
    requests: [],
  },
  'without a token': {
    run: 'peering establish -name east',
    code: 1,
    err: 'Missing the required -peering-token flag\n',
    requests: [],
  },
});
