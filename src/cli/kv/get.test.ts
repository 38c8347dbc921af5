// SPDX-License-Identifier: Apache-2.0
import { Reply, testCommands } from '../../../test/cli-harness.ts';

const pair = (key: string, value: string | null, rest = '') =>
  `{"Key":"${key}","Flags":18446744073709551615,"Value":${JSON.stringify(value)},"CreateIndex":4,"ModifyIndex":7,"LockIndex":1${rest}}`;
const json = (...pairs: string[]) => new Reply(200, `[${pairs.join(',')}]`);
const details = (key: string, session = '-') =>
  `CreateIndex      4
Flags            18446744073709551615
Key              ${key}
LockIndex        1
ModifyIndex      7
Session          ${session}
`;

testCommands({
  'the value of a key': {
    run: 'kv get a/b',
    answers: { 'GET /v1/kv/a/b': json(pair('a/b', 'aGk=')) },
    out: 'hi\n',
    requests: ['GET /v1/kv/a/b'],
  },
  'a slash in front is no part of the key': {
    run: 'kv get /a',
    answers: { 'GET /v1/kv/a': json(pair('a', 'aGk=')) },
    out: 'hi\n',
  },
  'an empty value': {
    run: 'kv get a',
    answers: { 'GET /v1/kv/a': json(pair('a', null)) },
    out: '\n',
  },
  'a key with anything in it': {
    run: ['kv', 'get', 'ü ?#%/..'],
    answers: { 'GET /v1/kv/ü ?#%/..': json(pair('x', 'aGk=')) },
    out: 'hi\n',
  },
  'as base64': {
    run: 'kv get -base64 a',
    answers: { 'GET /v1/kv/a': json(pair('a', '/wD+')) },
    out: '/wD+\n',
  },
  'all there is to know, with all digits': {
    run: 'kv get -detailed a',
    answers: { 'GET /v1/kv/a': json(pair('a', 'aGk=')) },
    out: `${details('a')}Value            hi\n`,
  },
  'who holds it, and in which tenant': {
    run: 'kv get -detailed a',
    answers: {
      'GET /v1/kv/a': json(pair('a', null, ',"Session":"s","Partition":"p","Namespace":"n"')),
    },
    out: `${details('a', 's')}Partition        p\nNamespace        n\nValue\n`,
  },
  'a key that is not there': {
    run: 'kv get a',
    code: 1,
    err: 'Error! No key exists at: a\n',
  },
  'a tree': {
    run: 'kv get -recurse a/',
    answers: { 'GET /v1/kv/a/?recurse=': json(pair('a/b', 'aGk='), pair('a/c', null)) },
    out: 'a/b:hi\na/c:\n',
  },
  'a tree as base64': {
    run: 'kv get -recurse -base64 a/',
    answers: { 'GET /v1/kv/a/?recurse=': json(pair('a/b', 'aGk=')) },
    out: 'a/b:aGk=\n',
  },
  'a tree in full': {
    run: 'kv get -recurse -detailed a/',
    answers: { 'GET /v1/kv/a/?recurse=': json(pair('a/b', 'aGk='), pair('a/c', 'aGk=')) },
    out: `${details('a/b')}Value            hi\n\n${details('a/c')}Value            hi\n`,
  },
  'an empty tree': { run: 'kv get -recurse a/', requests: ['GET /v1/kv/a/?recurse='] },
  everything: {
    run: 'kv get -recurse',
    answers: { 'GET /v1/kv/?recurse=': json(pair('a', 'aGk=')) },
    out: 'a:hi\n',
  },
  'keys up to the next slash': {
    run: 'kv get -keys a',
    answers: { 'GET /v1/kv/a?keys=&separator=/': ['a/', 'ab'] },
    out: 'a/\nab\n',
  },
  'whole keys': {
    run: 'kv get -keys -separator= a',
    answers: { 'GET /v1/kv/a?keys=&separator=': ['a/b'] },
    out: 'a/b\n',
  },
  'keys of a tree': {
    run: 'kv get -keys -recurse a',
    answers: { 'GET /v1/kv/a?recurse=': json(pair('a/b', 'aGk='), pair('a/c', 'aGk=')) },
    out: 'a/b\na/c\n',
  },
  'keys of a tree in full': {
    run: 'kv get -keys -recurse -detailed a',
    answers: { 'GET /v1/kv/a?recurse=': json(pair('a/b', 'aGk=')) },
    out: `${details('a/b')}\n`,
  },
  'no key': { run: 'kv get', code: 1, err: 'Error! Missing KEY argument\n', requests: [] },
  'a slash is no key': { run: 'kv get /', code: 1, err: 'Error! Missing KEY argument\n' },
  'two keys': {
    run: 'kv get a b',
    code: 1,
    err: 'Too many arguments (expected 1, got 2)\n',
    requests: [],
  },
  'a server that refuses': {
    run: 'kv get a',
    answers: { 'GET /v1/kv/a': new Reply(500, 'No path to datacenter') },
    code: 1,
    err: 'Error querying Consul agent: Unexpected response code: 500 (No path to datacenter)\n',
  },
});
