// SPDX-License-Identifier: Apache-2.0
import { Reply, testCommands } from '../../../test/cli-harness.ts';

const join = (address: string) => `PUT /v1/agent/join/${address}`;
const refused = new Reply(500, 'refused');

testCommands({
  'each of several': {
    run: 'join 10.0.0.5:8301 10.0.0.6',
    answers: { [join('10.0.0.5:8301')]: null, [join('10.0.0.6')]: null },
    out: 'Successfully joined cluster by contacting 2 nodes.\n',
  },
  'one is enough': {
    run: 'join a b',
    answers: { [join('a')]: refused, [join('b')]: null },
    out: 'Successfully joined cluster by contacting 1 nodes.\n',
    err: "Error joining address 'a': Unexpected response code: 500 (refused)\n",
  },
  'none is a failure': {
    run: 'join -wan a',
    answers: { [`${join('a')}?wan=1`]: refused },
    code: 1,
    err:
      "Error joining address 'a': Unexpected response code: 500 (refused)\n" +
      'Failed to join any nodes.\n',
  },
});
