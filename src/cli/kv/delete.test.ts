// SPDX-License-Identifier: Apache-2.0
import { Reply, testCommands } from '../../../test/cli-harness.ts';

testCommands({
  'a key': {
    run: 'kv delete /a',
    answers: { 'DELETE /v1/kv/a': true },
    out: 'Success! Deleted key: a\n',
  },
  'a tree': {
    run: 'kv delete -recurse a/',
    answers: { 'DELETE /v1/kv/a/?recurse=': true },
    out: 'Success! Deleted keys with prefix: a/\n',
  },
  everything: {
    run: 'kv delete -recurse',
    answers: { 'DELETE /v1/kv/?recurse=': true },
    out: 'Success! Deleted keys with prefix: \n',
  },
  'only if it is unchanged': {
    run: 'kv delete -cas -modify-index=7 a',
    answers: { 'DELETE /v1/kv/a?cas=7': true },
    out: 'Success! Deleted key: a\n',
  },
  'but it was changed': {
    run: 'kv delete -cas -modify-index=7 a',
    answers: { 'DELETE /v1/kv/a?cas=7': false },
    code: 1,
    err: 'Error! Did not delete key a: CAS failed\n',
  },
  'unchanged since when': {
    run: 'kv delete -cas a',
    code: 1,
    err: 'Cannot delete a key that does not exist. Provide a -modify-index greater than than 0.\n',
    requests: [],
  },
  'an index without -cas': {
    run: 'kv delete -modify-index=7 a',
    code: 1,
    err: 'Cannot specify -modify-index without -cas!\n',
    requests: [],
  },
  'a tree that is unchanged': {
    run: 'kv delete -cas -recurse -modify-index=7 a',
    code: 1,
    err: 'Cannot specify both -cas and -recurse!\n',
    requests: [],
  },
  'no key': { run: 'kv delete', code: 1, err: 'Error! Missing KEY argument\n', requests: [] },
  'two keys': {
    run: 'kv delete a b',
    code: 1,
    err: 'Too many arguments (expected 1, got 2)\n',
    requests: [],
  },
  'a server that refuses': {
    run: 'kv delete a',
    answers: { 'DELETE /v1/kv/a': new Reply(500, 'no') },
    code: 1,
    err: 'Error deleting key a: Unexpected response code: 500 (no)\n',
  },
});
