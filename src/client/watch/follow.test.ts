// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { after, before, describe, test } from 'node:test';
import { freePort } from '../../../test/ports.ts';
import { Client } from '../client.ts';
import { follow, type Value } from './follow.ts';
import { viewOf, type WatchParameters } from './views.ts';

interface Scene {
  readonly status?: number;
  readonly mark?: string;
  readonly body: string;
}

describe('what is followed', () => {
  let port: number;
  let scenes: Scene[] = [];
  let asked: string[] = [];
  let onSilence = (): void => {};
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    const scene = scenes.shift();
    // Nothing more changes: the reader is held.
    if (scene === undefined) onSilence();
    else {
      const { status = 200, mark, body } = scene;
      const headers = { 'X-Consul-Index': mark ?? '', 'X-Consul-ContentHash': mark ?? '' };
      response.writeHead(status, mark === undefined ? {} : headers).end(body);
    }
  });
  before(async () => {
    port = await freePort();
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  });
  after(() => server.close().closeAllConnections());

  async function played(type: string, parameters: WatchParameters, ...plays: Scene[]) {
    const client = new Client({ address: `127.0.0.1:${port}`, token: '', tls: { verify: true } });
    const ended = new AbortController();
    scenes = plays;
    asked = [];
    onSilence = () => ended.abort();
    const values: Value[] = [];
    const troubles: string[] = [];
    const options = {
      signal: ended.signal,
      onTrouble: (message: string) => void troubles.push(message),
      retryMs: 1,
    };
    for await (const value of follow(client, viewOf(type, parameters), options)) values.push(value);
    client.close();
    return { values, troubles, asked };
  }

  test('is asked for after the last index, and told once', async () => {
    const result = await played(
      'services',
      {},
      { mark: '4', body: '{"a":[]}' },
      { mark: '4', body: '{"a":[]}' },
      { mark: '6', body: '{"a":[]}' },
      { mark: '7', body: '{"b":[]}' },
    );
    assert.deepEqual(result.values, [
      { text: '{"a":[]}', index: '4' },
      { text: '{"b":[]}', index: '7' },
    ]);
    assert.deepEqual(
      result.asked.map((url) => url.replace('/v1/catalog/services', '')),
      ['', '?index=4', '?index=4', '?index=6', '?index=7'],
    );
  });

  test('begins anew when the index goes back', async () => {
    const result = await played(
      'services',
      {},
      { mark: '9', body: '{"a":[]}' },
      { mark: '3', body: '{"b":[]}' },
      { mark: '3', body: '{"b":[]}' },
    );
    assert.deepEqual(
      result.values.map(({ index }) => index),
      ['9', '3'],
    );
    assert.deepEqual(
      result.asked.map((url) => new URL(url, 'http://x').search),
      ['', '?index=9', '', '?index=3'],
    );
  });

  test('keeps all digits of an index', async () => {
    const mark = '18446744073709551615';
    const { asked: urls } = await played('event', {}, { mark, body: '[]' });
    assert.equal(urls[1], `/v1/event/list?index=${mark}`);
  });

  test('comes and goes', async () => {
    const { values } = await played(
      'key',
      { key: 'a' },
      { status: 404, mark: '4', body: '' },
      { mark: '5', body: '[{"Key":"a","ModifyIndex":5}]' },
      { status: 404, mark: '6', body: '' },
    );
    assert.deepEqual(
      values.map(({ text }) => text),
      ['null', '{"Key":"a","ModifyIndex":5,"Session":""}', 'null'],
    );
  });

  test('is awaited by its hash where it has no index', async () => {
    const result = await played(
      'agent_service',
      { service_id: 'web' },
      { mark: 'aa', body: '{"Port":1}' },
      { mark: 'bb', body: '{"Port":2}' },
    );
    assert.deepEqual(result.values, [
      { text: '{"Port":1}', index: undefined },
      { text: '{"Port":2}', index: undefined },
    ]);
    assert.deepEqual(result.asked.slice(1), [
      '/v1/agent/service/web?hash=aa',
      '/v1/agent/service/web?hash=bb',
    ]);
  });

  test('survives trouble of the server, which is told', async () => {
    const { values, troubles } = await played(
      'services',
      {},
      { mark: '4', body: '{"a":[]}' },
      { status: 500, body: 'No cluster leader' },
      { mark: '4', body: '{"a":[]}' },
      { mark: '5', body: '{"b":[]}' },
    );
    assert.deepEqual(
      values.map(({ index }) => index),
      ['4', '5'],
    );
    assert.deepEqual(troubles, [
      'Unexpected response code: 500 (No cluster leader), retry in 0.001s',
    ]);
  });

  test('is given up when the question is wrong', async () => {
    await assert.rejects(played('nodes', { filter: '[' }, { status: 400, body: 'bad filter' }), {
      message: 'Unexpected response code: 400 (bad filter)',
    });
  });
});
