// SPDX-License-Identifier: Apache-2.0
import { Reply, testCommands } from '../../../test/cli-harness.ts';

const request = 'GET /v1/config/service-defaults/web';

testCommands({
  'an entry is printed as the server sent it': {
    run: 'config read -kind service-defaults -name web',
    answers: {
      [request]: new Reply(200, '{"Kind":"service-defaults","Hash":17534602435248341597}\n'),
    },
    out: '{\n    "Kind": "service-defaults",\n    "Hash": 17534602435248341597\n}\n',
    requests: [request],
  },
  'an entry that is not there': {
    run: 'config read -kind service-defaults -name web',
    answers: {
      [request]: new Reply(404, 'Config entry not found for "service-defaults" / "web"'),
    },
    code: 1,
    err: 'Error reading config entry service-defaults/web: Unexpected response code: 404 (Config entry not found for "service-defaults" / "web")\n',
  },
  'names are parts of the path and no more': {
    run: 'config read -kind service-defaults -name ../x?y',
    answers: { 'GET /v1/config/service-defaults/../x?y': {} },
    out: '{}\n',
  },
  'without a kind': {
    run: 'config read -name web',
    code: 1,
    err: 'Must specify the -kind parameter\n',
    requests: [],
  },
  'without a name': {
    run: 'config read -kind service-defaults',
    code: 1,
    err: 'Must specify the -name parameter\n',
    requests: [],
  },
});
