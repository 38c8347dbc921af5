// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { load, server, withHcl } from './test-load.ts';

describe('what files define:', () => {
  test('services as bodies of a registration, with the defaults of files', () => {
    const [service] = withHcl(`
      service {
        id = "web-1"
        name = "web"
        port = 8080
        tags = ["a", "b"]
        meta { Some_Key = "x" }
        weights { passing = 5 }
        enable_tag_override = true
        tagged_addresses { lan { address = "10.0.0.5" port = 8080 } }
        check { id = "c" http = "http://localhost" interval = "10s" header { A = ["x"] } }
        checks = [{ ttl = "1m30s" failures_before_critical = 3 tls_skip_verify = true }]
        connect { sidecar_service { proxy {
          upstreams { destination_name = "db" destination_peer = "east" local_bind_port = 9191 }
          config { envoy_x_json = "{}" nested { a_b = 1 } }
          mesh_gateway { mode = "local" }
        } } }
      }`).services;
    assert.deepEqual(service, {
      ID: 'web-1',
      Name: 'web',
      Port: 8080,
      Tags: ['a', 'b'],
      Meta: { Some_Key: 'x' },
      Weights: { Passing: 5, Warning: 1 },
      EnableTagOverride: true,
      TaggedAddresses: { lan: { Address: '10.0.0.5', Port: 8080 } },
      Check: {
        CheckID: 'c',
        HTTP: 'http://localhost',
        Interval: 10_000,
        Header: { A: ['x'] },
      },
      Checks: [
        {
          TTL: 90_000,
          FailuresBeforeCritical: 3,
          FailuresBeforeWarning: 3,
          TLSSkipVerify: true,
        },
      ],
      Connect: {
        SidecarService: {
          Proxy: {
            Upstreams: [{ DestinationName: 'db', DestinationPeer: 'east', LocalBindPort: 9191 }],
            Config: { envoy_x_json: '{}', nested: { a_b: 1 } },
            MeshGateway: { Mode: 'local' },
          },
        },
      },
    });
  });
  test('the same from JSON in the spelling of the API', () => {
    const files = {
      'a.json':
        '{"Services": [{"Name": "web", "EnableTagOverride": true, "Connect": {"SidecarService": {}}}]}',
    };
    const [service] = load([...server, '-config-file=$/a.json'], files).services;
    assert.deepEqual(service, {
      Name: 'web',
      EnableTagOverride: true,
      Connect: { SidecarService: {} },
    });
  });
  test('checks', () => {
    const { checks } = withHcl(
      'check { id = "x" name = "X" ttl = "10s" } checks = [{ name = "Y" tcp = "a:1" interval = "1s" service_id = "web" }]',
    );
    assert.deepEqual(checks, [
      { Name: 'Y', TCP: 'a:1', Interval: 1_000, ServiceID: 'web' },
      { ID: 'x', Name: 'X', TTL: 10_000 },
    ]);
  });
  test('config entries', () => {
    const { configEntriesBootstrap } = withHcl(`
      config_entries { bootstrap = [
        { kind = "proxy-defaults" name = "global" config { protocol = "http" } },
        { Kind = "service-intentions" Name = "a" Sources = [{ Name = "b" Action = "allow" }] },
      ] }`);
    assert.deepEqual(configEntriesBootstrap, [
      { Kind: 'proxy-defaults', Name: 'global', Config: { protocol: 'http' } },
      { Kind: 'service-intentions', Name: 'a', Sources: [{ Name: 'b', Action: 'allow' }] },
    ]);
  });
  test('the rest', () => {
    const config = withHcl(`
      node_name = "n 1" node_id = "ADF4238A-882B-9DDC-4A9D-5B6758E4159E"
      domain = "Mesh.Internal." default_intention_policy = "deny" pid_file = "/run/x.pid"
      locality { region = "r" zone = "z" }
      telemetry { prometheus_retention_time = "60s" disable_hostname = true }
      peering { enabled = false max_message_bytes = 1000 messages_per_second = 5 }
      connect { ca_config { leaf_cert_ttl = "2h" csr_max_per_second = "7" } }
      disable_coordinates = true log_json = true leave_on_terminate = true`);
    assert.equal(config.nodeName, 'n 1');
    assert.equal(config.nodeId, 'adf4238a-882b-9ddc-4a9d-5b6758e4159e');
    assert.equal(config.domain, 'mesh.internal');
    assert.equal(config.defaultIntentionPolicy, 'deny');
    assert.equal(config.pidFile, '/run/x.pid');
    assert.deepEqual(config.locality, { Region: 'r', Zone: 'z' });
    assert.equal(config.telemetry.prometheusRetentionMs, 60_000);
    assert.equal(config.telemetry.naming.hostname, undefined);
    assert.equal(config.peering.enabled, false);
    assert.equal(config.hasCoordinates, false);
    assert.equal(config.peering.limits.maxMessageBytes, 1_000);
    assert.equal(config.peering.limits.messagesPerSecond, 5);
    assert.equal(config.connect.ca.leafTtlMs, 7_200_000);
    assert.equal(config.connect.ca.csrMaxPerSecond, 7);
    assert.equal(config.log.json, true);
    assert.equal(config.leaveOnTerminate, true);
    assert.match(config.notes.join(), /Node name "n 1" will not be discoverable via DNS/);
  });
});
