// SPDX-License-Identifier: Apache-2.0
import { testCommands } from '../../../test/cli-harness.ts';

const request = 'DELETE /v1/config/service-defaults/web';
const named = 'config delete -kind service-defaults -name web';

testCommands({
  'an entry is deleted by its name': {
    run: named,
    answers: { [request]: {} },
    out: 'Config entry deleted: service-defaults/web\n',
    requests: [request],
  },
  'an entry is deleted by what it was written from': {
    run: 'config delete -filename -',
    input: 'Kind = "service-defaults"\nName = "web"',
    answers: { [request]: {} },
    out: 'Config entry deleted: service-defaults/web\n',
  },
  'an entry at an index': {
    run: `${named} -cas -modify-index=7`,
    answers: { [`${request}?cas=7`]: true },
    out: 'Config entry deleted: service-defaults/web\n',
  },
  'an entry that has changed': {
    run: `${named} -cas -modify-index=7`,
    answers: { [`${request}?cas=7`]: false },
    code: 1,
    err: 'Config entry not deleted: service-defaults/web\n',
  },
  'nothing to delete': {
    run: 'config delete',
    code: 1,
    err: 'Must specify the -kind or -filename parameter\n',
  },
  'a name without a kind': {
    run: 'config delete -name web',
    code: 1,
    err: 'Must specify the -kind parameter\n',
  },
  'a kind without a name': {
    run: 'config delete -kind mesh',
    code: 1,
    err: 'Must specify the -name parameter\n',
  },
  'both ways': {
    run: 'config delete -kind mesh -filename -',
    code: 1,
    err: "filename can't be used with kind or name\n",
  },
  'no index to compare with': {
    run: `${named} -cas`,
    code: 1,
    err: 'Must specify a -modify-index greater than 0 with -cas\n',
  },
  'an index that nobody compares with': {
    run: `${named} -modify-index=7`,
    code: 1,
    err: 'Cannot specify -modify-index without -cas\n',
  },
  'a file that is not there': {
    run: 'config delete -filename /nowhere',
    code: 1,
    err: 'Failed to load data: Failed to read file: open /nowhere: no such file or directory\n',
  },
});
