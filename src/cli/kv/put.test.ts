// SPDX-License-Identifier: Apache-2.0
import { Reply, testCommands } from '../../../test/cli-harness.ts';

const written = 'Success! Data written to: a\n';
const put = (query = '') => `PUT /v1/kv/a${query}`;

testCommands({
  'a value': {
    run: 'kv put a 5',
    answers: { [put()]: true },
    out: written,
    requests: [`${put()} 5`],
  },
  'no value': { run: 'kv put a', answers: { [put()]: true }, out: written, requests: [put()] },
  'of the standard input': {
    run: 'kv put a -',
    input: 'piped\n',
    answers: { [put()]: true },
    out: written,
    requests: [`${put()} piped\n`],
  },
  'of a file that is not there': {
    run: 'kv put a @/nowhere',
    code: 1,
    err: 'Error! Failed to read file: open /nowhere: no such file or directory\n',
    requests: [],
  },
  'that begins with a dash': {
    run: 'kv put a -x',
    answers: { [put()]: true },
    out: written,
    requests: [`${put()} -x`],
  },
  'of base64': {
    run: 'kv put -base64 a aGk=',
    answers: { [put()]: true },
    out: written,
    requests: [`${put()} hi`],
  },
  'of what is no base64': {
    run: 'kv put -base64 a aGk',
    code: 1,
    err: 'Error! Cannot base 64 decode data: illegal base64 data at input byte 0\n',
    requests: [],
  },
  'flags of 64 bits': {
    run: 'kv put -flags=18446744073709551615 a 5',
    answers: { [put('?flags=18446744073709551615')]: true },
    out: written,
  },
  'only if it is unchanged': {
    run: 'kv put -cas -modify-index=7 a 5',
    answers: { [put('?cas=7')]: true },
    out: written,
  },
  'but it was changed': {
    run: 'kv put -cas -modify-index=7 a 5',
    answers: { [put('?cas=7')]: false },
    code: 1,
    err: 'Error! Did not write to a: CAS failed\n',
  },
  'only if there is none, but there is': {
    run: 'kv put -cas a 5',
    answers: { [put('?cas=0')]: false },
    code: 1,
    err: 'Error! Did not write to a: CAS performed with index=0 and key already exists.\n',
  },
  'with a lock': {
    run: 'kv put -acquire -session=s a 5',
    answers: { [put('?acquire=s')]: true },
    out: 'Success! Lock acquired on: a\n',
  },
  'with a lock that another one holds': {
    run: 'kv put -acquire -session=s a 5',
    answers: { [put('?acquire=s')]: false },
    code: 1,
    err: 'Error! Did not acquire lock\n',
  },
  'giving a lock back': {
    run: 'kv put -release -session=s a',
    answers: { [put('?release=s')]: true },
    out: 'Success! Lock released on: a\n',
  },
  'giving back what is not held': {
    run: 'kv put -release -session=s a',
    answers: { [put('?release=s')]: false },
    code: 1,
    err: 'Error! Did not release lock\n',
  },
  'a lock without a session': {
    run: 'kv put -acquire a 5',
    code: 1,
    err: 'Error! Missing -session (required with -acquire and -release)\n',
    requests: [],
  },
  'no key': { run: 'kv put', code: 1, err: 'Error! Missing KEY argument\n', requests: [] },
  'a key that begins with a slash': {
    run: 'kv put /a 5',
    code: 1,
    err: "Error! Failed writing data: Invalid key. Key must not begin with a '/': /a\n",
    requests: [],
  },
  'too many words': {
    run: 'kv put a b c',
    code: 1,
    err: 'Error! Too many arguments (expected 1 or 2, got 3)\n',
    requests: [],
  },
  'a server that refuses': {
    run: 'kv put a b',
    answers: { [put()]: new Reply(413, 'too large') },
    code: 1,
    err: 'Error! Failed writing data: Unexpected response code: 413 (too large)\n',
  },
});
