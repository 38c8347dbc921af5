// SPDX-License-Identifier: Apache-2.0
import { Reply, testCommands } from '../../../test/cli-harness.ts';

const exported = '[{"key":"a/","flags":18446744073709551615,"value":"aGk="},{"Key":"b"}]';

testCommands({
  'keys of the standard input, as they are': {
    run: 'kv import -',
    input: exported,
    answers: { 'PUT /v1/kv/a/?flags=18446744073709551615': true, 'PUT /v1/kv/b': true },
    out: 'Imported: a/\nImported: b\n',
    requests: ['PUT /v1/kv/a/?flags=18446744073709551615 hi', 'PUT /v1/kv/b'],
  },
  'below a prefix': {
    run: ['kv', 'import', '-prefix=copy', '[{"key":"b"}]'],
    answers: { 'PUT /v1/kv/copy/b': true },
    out: 'Imported: copy/b\n',
  },
  'nothing is written when something is wrong': {
    run: ['kv', 'import', '[{"key":"a"},{"key":"b","value":"!"}]'],
    code: 1,
    err: 'Error base 64 decoding value for key b: illegal base64 data at input byte 0\n',
    requests: [],
  },
  'what is no list': {
    run: 'kv import {}',
    code: 1,
    err: 'Cannot unmarshal data: expected a list of keys\n',
    requests: [],
  },
  'what is no JSON': {
    run: 'kv import [',
    code: 1,
    err: 'Cannot unmarshal data: unexpected end of JSON input\n',
    requests: [],
  },
  'a key that is no text': {
    run: ['kv', 'import', '[{"key":1}]'],
    code: 1,
    err: 'Cannot unmarshal data: key of an entry is no string\n',
    requests: [],
  },
  'flags beyond 64 bits': {
    run: ['kv', 'import', '[{"key":"a","flags":18446744073709551616}]'],
    code: 1,
    err: 'Cannot unmarshal data: flags of an entry are no number of 64 bits\n',
    requests: [],
  },
  'no data': { run: 'kv import', code: 1, err: 'Error! Missing DATA argument\n', requests: [] },
  'empty data': {
    run: ['kv', 'import', ''],
    code: 1,
    err: 'Error! Empty DATA argument\n',
    requests: [],
  },
  'two files': {
    run: 'kv import a b',
    code: 1,
    err: 'Error! Too many arguments (expected 1, got 2)\n',
    requests: [],
  },
  'a server that refuses': {
    run: ['kv', 'import', '[{"key":"a"}]'],
    answers: { 'PUT /v1/kv/a': new Reply(500, 'no') },
    code: 1,
    err: 'Error! Failed writing data for key a: Unexpected response code: 500 (no)\n',
  },
});
