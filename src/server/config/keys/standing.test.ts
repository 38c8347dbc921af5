// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { load, refusal, server, withHcl } from '../test-load.ts';

describe('keys without meaning here are accepted and noted once:', () => {
  const meaningless = (key: string) => `"${key}" has no meaning here and will have no effect`;
  const cases: Record<string, string[]> = {
    'bootstrap_expect = 1': [meaningless('bootstrap_expect')],
    'performance { raft_multiplier = 1 }': [meaningless('performance')],
    'connect { enabled = true }': [meaningless('connect.enabled')],
    'ui_config { enabled = true metrics_proxy { base_url = "http://x" } }': [
      meaningless('ui_config.metrics_proxy'),
    ],
    'limits { request_limits { mode = "disabled" } rpc_rate = 0.5 }': [
      meaningless('limits.request_limits'),
      meaningless('limits.rpc_rate'),
    ],
    'ports { dns = -1 serf_lan = 8301 serf_wan = -1 server = 8300 }': [
      meaningless('ports.dns'),
      meaningless('ports.server'),
      meaningless('ports.serf_lan'),
      meaningless('ports.serf_wan'),
    ],
    'disable_update_check = true': [meaningless('disable_update_check')],
    'acl { enabled = false default_policy = "allow" tokens { agent = "x" } }': [
      meaningless('acl.enabled'),
      meaningless('acl.default_policy'),
      meaningless('acl.tokens'),
    ],
    'verify_incoming_rpc = false tls { defaults { verify_outgoing = false } }': [
      meaningless('tls.defaults.verify_outgoing'),
      meaningless('verify_incoming_rpc'),
    ],
    'retry_join = []': [meaningless('retry_join')],
    'encrypt = "c2VjcmV0" gossip_lan { gossip_nodes = 3 }': [
      meaningless('encrypt'),
      meaningless('gossip_lan'),
    ],
    'license_path = "/x" partition = "p"': [
      '"license_path" is a Consul Enterprise configuration and will have no effect',
      '"partition" is a Consul Enterprise configuration and will have no effect',
    ],
    'connect { ca_config { rotation_period = "1h" foo = 1 } }': [
      meaningless('connect.ca_config.foo'),
    ],
  };
  for (const [hcl, notes] of Object.entries(cases)) {
    test(hcl, () => assert.deepEqual(withHcl(hcl).notes, notes));
  }
  test('once, also if files and flags repeat it', () => {
    const { notes } = load(
      [...server, '-serf-lan-port=1', '-config-file=$/a.hcl', '-config-file=$/a.hcl'],
      { 'a.hcl': 'ports { serf_lan = 2 }' },
    );
    assert.deepEqual(notes, [meaningless('ports.serf_lan')]);
  });
  test('a note shows no value, which could be a secret', () => {
    const { notes } = withHcl('encrypt = "c2VjcmV0" acl { tokens { agent = "c2VjcmV0" } }');
    assert.ok(!notes.join().includes('c2VjcmV0'));
  });
});

describe('keys that promise what is not built refuse the start, naming the key and where it is:', () => {
  const cases: Record<string, RegExp> = {
    'acl { enabled = true }': /^acl\.enabled is refused: access control .* \(flags-0\.hcl:1:7\)$/,
    'acl_datacenter = "dc1"': /^acl_datacenter is refused/,
    'verify_incoming_rpc = true': /^verify_incoming_rpc is refused/,
    'tls { internal_rpc { verify_server_hostname = true } }':
      /^tls\.internal_rpc\.verify_server_hostname is refused/,
    'tls { https { verify_server_hostname = true } }':
      /^tls\.https\.verify_server_hostname is refused/,
    'tls { grpc { cert_file = "/x" } }': /^tls\.grpc\.cert_file is refused/,
    'bootstrap_expect = 3': /^bootstrap_expect is refused/,
    'retry_join = ["10.0.0.1"]': /^retry_join is refused/,
    'retry_join_wan = ["10.0.0.1"]': /^retry_join_wan is refused/,
    'start_join = ["10.0.0.1"]': /^start_join is refused/,
    'primary_datacenter = "other"': /^primary_datacenter is refused/,
    'connect { enabled = false }': /^connect\.enabled is refused/,
    'connect { ca_provider = "vault" }': /^connect\.ca_provider is refused/,
    'connect { ca_config { private_key = "x" } }': /^connect\.ca_config is refused/,
    'connect { ca_config { private_key_type = "rsa" private_key_bits = 4096 } }':
      /^connect\.ca_config is refused/,
    'auto_encrypt { allow_tls = true }': /^auto_encrypt\.allow_tls is refused/,
    'log_file = "/x"': /^log_file is refused/,
    'telemetry { statsd_address = "x:1" }': /^telemetry\.statsd_address is refused/,
  };
  for (const [hcl, message] of Object.entries(cases)) {
    test(hcl, () => assert.match(refusal([...server, '-hcl', hcl]), message));
  }
  test('a later source can take the promise back', () => {
    const config = load([...server, '-config-file=$/a.hcl', '-hcl=acl { enabled = false }'], {
      'a.hcl': 'acl { enabled = true }',
    });
    assert.equal(config.notes.length, 1);
  });
  test('a flag is named as one', () => {
    assert.match(refusal([...server, '-retry-join=10.0.0.1']), /^retry_join .* \(-retry-join\)$/);
  });
});
