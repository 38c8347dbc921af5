// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { decodeAnswer, encodeRequest } from './http-answer.ts';

const HEAD = 'HTTP/1.1 200 OK\r\nX-Consul-Index: 17\r\n';
const SIZED = `${HEAD}Content-Length: 3\r\n\r\n"ü`.replace('"', 'a');
const CHUNKED = `${HEAD}Transfer-Encoding: chunked\r\n\r\n4\r\n[1,\n\r\n2\r\n2]\r\n0\r\n\r\n`;

describe('an HTTP answer', () => {
  const cases = [
    { name: 'with a length', text: SIZED, answer: { status: 200, index: 17, body: 'aü' } },
    { name: 'in chunks', text: CHUNKED, answer: { status: 200, index: 17, body: '[1,\n2]' } },
    {
      name: 'without a body or an index',
      text: 'HTTP/1.1 204 No Content\r\n\r\n',
      answer: { status: 204, index: 0, body: '' },
    },
  ];
  for (const { name, text, answer } of cases) {
    test(`${name} is read`, () => assert.deepEqual(decodeAnswer(Buffer.from(text)), answer));

    test(`${name} is not there before its last byte`, () => {
      const bytes = Buffer.from(text);
      for (let length = 0; length < bytes.length; length += 1) {
        assert.equal(decodeAnswer(bytes.subarray(0, length)), undefined);
      }
    });
  }

  test('belongs to a request that says how long its body is', () => {
    const request = encodeRequest('PUT', '/v1/config', { Name: 'ü' }).toString();
    assert.equal(
      request,
      'PUT /v1/config HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 13\r\n\r\n{"Name":"ü"}',
    );
  });
});
