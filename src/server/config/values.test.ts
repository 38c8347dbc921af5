// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { load, refusal, server } from './test-load.ts';

describe('values that make no sense are errors in the words of Consul:', () => {
  const cases: Record<string, string> = {
    'datacenter = "a b"':
      'datacenter can only contain lowercase alphanumeric, - or _ characters. received: "a b"',
    'datacenter = ""': 'datacenter cannot be empty',
    'ports { http = 85000 }': 'ports.http: invalid port: 85000',
    'ports { server = 0 }': 'server-port must be greater than zero',
    'ports { sidecar_min_port = 9 sidecar_max_port = 8 }':
      'sidecar_min_port must be less than sidecar_max_port. To disable, set both to zero.',
    'default_query_time = "1"':
      'default_query_time: invalid duration: "1": time: missing unit in duration "1"',
    'max_query_time = "1x"':
      'max_query_time: invalid duration: "1x": time: unknown unit "x" in duration "1x"',
    'log_level = "foo"':
      'Invalid log level: foo. Valid log levels are: [TRACE DEBUG INFO WARN ERR ERROR]',
    'node_meta { consul-x = "y" }':
      "node_meta invalid: Couldn't load metadata pair ('consul-x', 'y'): Key prefix 'consul-' is reserved for internal use",
    'node_id = "x"': 'node_id must be a UUID: "x"',
    'default_intention_policy = "maybe"':
      'default_intention_policy must be "allow" or "deny", not "maybe"',
    'bootstrap_expect = -1': 'bootstrap_expect cannot be -1. Must be greater than or equal to zero',
    'locality { zone = "a" }': 'locality is invalid: zone cannot be set without region',
    'connect { ca_provider = "foo" }': 'foo is not a valid CA provider',
    'connect { ca_config { leaf_cert_ttl = "30m" } }':
      'leaf cert TTL must be greater or equal than 1h0m0s',
    'connect { ca_config { leaf_cert_ttl = "x" } }': `error decoding config: decoding failed due to the following error(s):\n\n'LeafCertTTL' time: invalid duration "x"`,
    'peering { max_services = 0 }': 'peering.max_services must be greater than zero',
    'config_entries { bootstrap { kind = "foo" } }':
      'config_entries.bootstrap[0]: invalid config entry kind: foo',
    'config_entries { bootstrap = [{ kind = "mesh" }, { kind = "mesh" foo = 1 }] }':
      'config_entries.bootstrap[1]: 1 error occurred:\n\t* invalid config key "foo"',
    'service { port = 1 }': 'service "": Missing service name',
    'service { name = "x" check { http = "http://x" } }':
      'service "x": Invalid check: Interval must be > 0 for Script, HTTP, H2PING, TCP, UDP or OSService checks',
    'check { name = "q" http = "http://x" }':
      'check "q": Invalid check: Interval must be > 0 for Script, HTTP, H2PING, TCP, UDP or OSService checks',
  };
  for (const [hcl, message] of Object.entries(cases)) {
    test(hcl, () => {
      const text = refusal([...server, '-hcl', hcl]);
      assert.equal(text.replace(/ \(flags-0\.hcl[:\d]*\)$/, ''), message);
      assert.match(text, /\(flags-0\.hcl(?::\d+:\d+)?\)$/);
    });
  }
  test('no data directory', () => assert.equal(refusal(['-server']), 'data_dir cannot be empty'));
  test('a data directory that is a file', () => {
    const message = 'data_dir "$/a" is not a directory';
    assert.equal(refusal(['-server', '-data-dir=$/a'], { a: '' }), message);
  });
  test('one server in dev mode is what it is anyway', () => {
    assert.equal(load(['-dev', '-bootstrap-expect=1']).devMode, true);
  });
  test('several servers in dev mode', () => {
    assert.match(refusal(['-dev', '-bootstrap-expect=2']), /'bootstrap_expect > 0' not allowed/);
  });
  test('all of them are told at once', () => {
    const hcl = 'datacenter = "a b" ports { http = 85000 } acl { enabled = true }';
    const message = refusal(['-server', '-hcl', hcl]);
    assert.match(message, /^4 errors occurred:\n\t\* acl\.enabled is refused.*\n\t\* .*\n\t\* /);
  });
});
