// SPDX-License-Identifier: Apache-2.0
import { Reply, testCommands } from '../../../test/cli-harness.ts';

const stored =
  '[{"Key":"a/\\"","Flags":18446744073709551615,"Value":"aGk="},{"Key":"b","Flags":0,"Value":null}]';

testCommands({
  'keys below a prefix, with all digits': {
    run: 'kv export a/',
    answers: { 'GET /v1/kv/a/?recurse=': new Reply(200, stored) },
    out: `[
	{
		"key": "a/\\"",
		"flags": 18446744073709551615,
		"value": "aGk="
	},
	{
		"key": "b",
		"flags": 0,
		"value": ""
	}
]
`,
  },
  'no key': { run: 'kv export', out: '[]\n', requests: ['GET /v1/kv/?recurse='] },
  'two prefixes': {
    run: 'kv export a b',
    code: 1,
    err: 'Too many arguments (expected 1, got 2)\n',
    requests: [],
  },
});
