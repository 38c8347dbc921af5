// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withHcl } from './test-load.ts';

test('gauges are named by the host, unless that is turned off', () => {
  assert.equal(withHcl('').telemetry.naming.hostname, 'host-1');
  const off = withHcl('telemetry { disable_hostname = true metrics_prefix = "mesh" }');
  assert.equal(off.telemetry.naming.hostname, undefined);
  assert.equal(off.telemetry.naming.prefix, 'mesh');
});

test('prefixes are shown or hidden, and rules that are neither are told and passed over', () => {
  const { telemetry, notes } = withHcl(`
    telemetry {
      filter_default = false
      prefix_filter = ["+consul.kvs", "-consul.kvs.x", "consul.api", ""]
    }`);
  assert.deepEqual(telemetry.naming.filter, {
    allowed: ['consul.kvs'],
    blocked: ['consul.kvs.x'],
    isAllowedElse: false,
  });
  assert.ok(notes.includes(`Filter rule must begin with either '+' or '-': "consul.api"`));
  assert.ok(notes.includes('Cannot have empty filter rule in prefix_filter'));
});
