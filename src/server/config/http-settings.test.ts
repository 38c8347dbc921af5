// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { AgentConfig } from './agent-config.ts';
import { load, refusal, server } from './test-load.ts';

const KIB = 1024;

describe('the HTTP interface', () => {
  const cases: Record<string, (config: AgentConfig) => void> = {
    'datacenter = "dc1"': ({ http, bodyLimits }) => {
      assert.deepEqual(http, {
        responseHeaders: {},
        blockedPrefixes: [],
        writersFrom: undefined,
        maxHeaderBytes: KIB * KIB,
        maxConnectionsPerClient: 200,
        uiPath: undefined,
      });
      assert.deepEqual(bodyLimits, { kvValueBytes: 512 * KIB, txnBytes: 512 * KIB });
    },
    'limits { kv_max_value_size = 1000000 }': ({ bodyLimits }) =>
      assert.deepEqual(bodyLimits, { kvValueBytes: 1_000_000, txnBytes: 1_000_000 }),
    'limits { kv_max_value_size = 10 txn_max_req_len = 20 }': ({ bodyLimits }) =>
      assert.deepEqual(bodyLimits, { kvValueBytes: 10, txnBytes: 20 }),
    'limits { http_max_conns_per_client = 0 }': ({ http }) =>
      assert.equal(http.maxConnectionsPerClient, 0),
    'http_config { max_header_bytes = 100 block_endpoints = ["/v1/x"] response_headers { A = "b" } }':
      ({ http }) => {
        assert.equal(http.maxHeaderBytes, 100);
        assert.deepEqual(http.blockedPrefixes, ['/v1/x']);
        assert.deepEqual(http.responseHeaders, { A: 'b' });
      },
    'http_config { allow_write_http_from = ["127.0.0.0/8", " ::1/128"] }': ({ http }) =>
      assert.deepEqual(http.writersFrom, ['127.0.0.0/8', ' ::1/128']),
    'ui = true': ({ http }) => assert.equal(http.uiPath, '/ui/'),
    'ui_config { enabled = true content_path = "a/b" }': ({ http }) =>
      assert.equal(http.uiPath, '/a/b/'),
    'addresses { http = "127.0.0.1 unix:///run/x.sock" } unix_sockets { mode = "0660" }': ({
      listen,
      sockets,
    }) => {
      assert.deepEqual(
        listen.http.map(({ host }) => host),
        ['127.0.0.1', 'unix:///run/x.sock'],
      );
      assert.deepEqual(sockets, { user: undefined, group: undefined, mode: '0660' });
    },
  };
  for (const [hcl, check] of Object.entries(cases)) {
    test(hcl, () => check(load([...server, '-hcl', hcl])));
  }

  test('has a UI in -dev', () => {
    assert.equal(load(['-dev']).http.uiPath, '/ui/');
  });

  const refused: Record<string, RegExp> = {
    'http_config { allow_write_http_from = ["127.0.0.1"] }':
      /^allow_write_http_from: invalid cidr: 127\.0\.0\.1/,
    'ui_config { content_path = "a b" }':
      /^ui-content-path can only contain alphanumeric, -, _, or/,
    'ui_config { content_path = "a/v1" }': /^ui-content-path cannot have 'v\[0-9\]'/,
  };
  for (const [hcl, message] of Object.entries(refused)) {
    test(`refuses ${hcl}`, () => assert.match(refusal([...server, '-hcl', hcl]), message));
  }
});
