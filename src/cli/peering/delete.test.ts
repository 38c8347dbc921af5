// SPDX-License-Identifier: Apache-2.0
import { Reply, testCommands } from '../../../test/cli-harness.ts';

const request = 'DELETE /v1/peering/west';

testCommands({
  'a peering is submitted for deletion': {
    run: 'peering delete -name west',
    answers: { [request]: new Reply(200, '') },
    out: 'Successfully submitted peering connection, west, for deletion\n',
    requests: [request],
  },
  'a server that refuses': {
    run: 'peering delete -name west',
    answers: { [request]: new Reply(403, 'Permission denied') },
    code: 1,
    err: 'Error deleting peering for west: Unexpected response code: 403 (Permission denied)\n',
  },
  'without a name': {
    run: 'peering delete',
    code: 1,
    err: 'Missing the required -name flag\n',
    requests: [],
  },
});
