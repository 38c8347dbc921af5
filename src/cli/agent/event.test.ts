// SPDX-License-Identifier: Apache-2.0
import { Reply, testCommands } from '../../../test/cli-harness.ts';

const fire = 'PUT /v1/event/fire/deploy';
const fired = { ID: 'b54f', Name: 'deploy' };

testCommands({
  'an event with a payload': {
    run: 'event -name=deploy 1609030',
    answers: { [fire]: fired },
    out: 'Event ID: b54f\n',
    requests: [`${fire} 1609030`],
  },
  'an event alone': {
    run: 'event -name=deploy',
    answers: { [fire]: fired },
    out: 'Event ID: b54f\n',
    requests: [fire],
  },
  'a dash is a payload': {
    run: 'event -name=deploy -',
    input: 'piped',
    answers: { [fire]: fired },
    out: 'Event ID: b54f\n',
    requests: [`${fire} -`],
  },
  'a name with @ is a payload': {
    run: 'event -name=deploy @alice',
    answers: { [fire]: fired },
    out: 'Event ID: b54f\n',
    requests: [`${fire} @alice`],
  },
  'an event for some': {
    run: 'event -name=deploy -node=n -service=s -tag=t',
    answers: { [`${fire}?node=n&service=s&tag=t`]: fired },
    out: 'Event ID: b54f\n',
  },
  'a tag of no service': {
    run: 'event -name=deploy -tag=t',
    code: 1,
    err: 'Cannot provide tag filter without service filter.\n',
    requests: [],
  },
  'an expression that is none': {
    run: 'event -name=deploy -node=[',
    code: 1,
    err: 'Failed to compile node filter regexp: error parsing regexp: missing closing ]: `[`\n',
    requests: [],
  },
  'a server that refuses': {
    run: 'event -name=deploy',
    answers: { [fire]: new Reply(403, 'Permission denied') },
    code: 1,
    err: 'Error firing event: Unexpected response code: 403 (Permission denied)\n',
  },
});
