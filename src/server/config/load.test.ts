// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { parseFlags } from '../../cli/flags.ts';
import { DEFAULT_AUTOPILOT } from '../../model/operator/autopilot.ts';
import type { AgentConfig } from './agent-config.ts';
import { agentFlags } from './flags.ts';
import { loadAgentConfig } from './load.ts';
import { type Files, inFolder, load, refusal, server } from './test-load.ts';

describe('a server without further settings has the defaults of Consul:', () => {
  const config = load(['-server', '-data-dir=/var/lib/none']);
  test('names, addresses and ports', () => {
    const { datacenter, nodeName, nodeId, domain, devMode } = config;
    assert.deepEqual(
      { datacenter, nodeName, nodeId, domain, devMode },
      {
        datacenter: 'dc1',
        nodeName: 'host-1',
        nodeId: undefined,
        domain: 'consul',
        devMode: false,
      },
    );
    assert.equal(config.bindAddr, '0.0.0.0');
    assert.equal(config.advertiseAddr, '10.0.0.5');
    assert.equal(config.advertiseAddrWan, '10.0.0.5');
    assert.deepEqual(config.clientAddrs, ['127.0.0.1']);
    assert.deepEqual(config.taggedAddresses, {
      lan: '10.0.0.5',
      lan_ipv4: '10.0.0.5',
      wan: '10.0.0.5',
      wan_ipv4: '10.0.0.5',
    });
    assert.deepEqual(config.ports, {
      http: 8500,
      https: -1,
      grpc: -1,
      grpcTls: 8503,
      dns: 8600,
      server: 8300,
      serfLan: 8301,
      serfWan: 8302,
      sidecarMin: 21_000,
      sidecarMax: 21_255,
    });
    assert.deepEqual(config.listen, {
      http: [{ host: '127.0.0.1', port: 8500 }],
      https: [],
      grpc: [],
      grpcTls: [{ host: '127.0.0.1', port: 8503 }],
    });
  });
  test('everything else', () => {
    assert.equal(config.dataDir, '/var/lib/none');
    assert.equal(config.defaultIntentionPolicy, 'allow');
    assert.deepEqual(config.log, { level: 'info', json: false });
    assert.deepEqual(config.queries, { defaultMs: 300_000, maxMs: 600_000 });
    assert.equal(config.peering.enabled, true);
    assert.equal(config.hasCoordinates, true);
    assert.equal(config.peering.limits.maxMessageBytes, 8 * 1024 * 1024);
    assert.deepEqual(config.connect.ca, {
      leafTtlMs: 72 * 3_600_000,
      rootTtlMs: 87_600 * 3_600_000,
      csrMaxPerSecond: 50,
      csrMaxConcurrent: 0,
    });
    assert.deepEqual(config.autopilot, DEFAULT_AUTOPILOT);
    assert.equal(config.leaveOnTerminate, false);
    assert.equal(config.skipLeaveOnInterrupt, true);
    assert.deepEqual([config.services, config.checks, config.configEntriesBootstrap], [[], [], []]);
  });
  test('no notes, since nobody set anything', () => assert.deepEqual(config.notes, []));
  test('it is frozen, all the way down', () => {
    assert.ok(Object.isFrozen(config) && Object.isFrozen(config.listen.http));
    assert.ok(Object.isFrozen(config.peering.limits));
  });
});

describe('autopilot', () => {
  test('is what a new cluster begins with', () => {
    const config = load([
      ...server,
      '-hcl=autopilot { cleanup_dead_servers = false last_contact_threshold = "300ms" max_trailing_logs = 9 }',
      '-hcl=autopilot { min_quorum = 3 server_stabilization_time = "1m" redundancy_zone_tag = "z" }',
    ]);
    assert.deepEqual(config.autopilot, {
      ...DEFAULT_AUTOPILOT,
      CleanupDeadServers: false,
      LastContactThreshold: 300,
      MaxTrailingLogs: 9,
      MinQuorum: 3,
      ServerStabilizationTime: 60_000,
      // It has no effect, and is told all the same, as there.
      RedundancyZoneTag: 'z',
    });
    assert.match(config.notes.join(), /"autopilot.redundancy_zone_tag" is a Consul Enterprise/);
  });

  test('is refused with what can not be counted', () => {
    assert.match(
      refusal([...server, '-hcl=autopilot { max_trailing_logs = -1 }']),
      /autopilot\.max_trailing_logs cannot be -1\. Must be greater than or equal to zero/,
    );
    assert.match(
      refusal([...server, '-hcl=autopilot { last_contact_threshold = "soon" }']),
      /autopilot\.last_contact_threshold: invalid duration: "soon": time: invalid duration "soon"/,
    );
  });
});

test('-dev: in memory, on the loopback, with plaintext gRPC', () => {
  const config = load(['-dev']);
  assert.equal(config.devMode, true);
  assert.equal(config.dataDir, undefined);
  assert.equal(config.bindAddr, '127.0.0.1');
  assert.equal(config.advertiseAddr, '127.0.0.1');
  assert.equal(config.ports.grpc, 8502);
  assert.equal(config.ports.grpcTls, 8503);
  assert.equal(config.log.level, 'debug');
  assert.deepEqual(config.notes, []);
});

test('without -server and -dev there is no agent yet, and nothing else is said', () => {
  const message =
    'client agents are not built yet: start a server with -server, or one for development with -dev';
  assert.equal(refusal([]), message);
  assert.equal(refusal(['-retry-join=10.0.0.1', '-hcl=server = false']), message);
});

describe('sources are laid over each other:', () => {
  const files = {
    'b.hcl': 'datacenter = "from-b" node_meta { b = "b" both = "b" } services { name = "b" }',
    'a.json':
      '{"datacenter": "from-a", "node_meta": {"a": "a", "both": "a"}, "service": {"name": "a"}}',
    'conf.d/2.hcl': 'ports { http = 2 } service { name = "two" }',
    'conf.d/10.json': '{"ports": {"http": 10, "grpc": 10}, "services": [{"name": "ten"}]}',
    'conf.d/README.md': 'not a configuration',
    'conf.d/sub/3.hcl': 'ports { http = 3 }',
  };
  const run = (...argv: string[]): AgentConfig => load([...server, ...argv], files);

  test('files in the order of the command line; maps are joined, lists appended', () => {
    const config = run('-config-file=$/b.hcl', '-config-file', '$/a.json');
    assert.equal(config.datacenter, 'from-a');
    assert.deepEqual(config.nodeMeta, { b: 'b', both: 'a', a: 'a' });
    assert.deepEqual(
      config.services.map(({ Name }) => Name),
      ['b', 'a'],
    );
  });
  test('files of a directory in the order of their names, without those below it', () => {
    const config = run('-config-dir=$/conf.d');
    assert.equal(config.ports.http, 2);
    assert.equal(config.ports.grpc, 10);
    assert.deepEqual(
      config.services.map(({ Name }) => Name),
      ['ten', 'two'],
    );
    assert.equal(config.notes.length, 1);
    assert.match(config.notes[0] ?? '', /^skipping file .*README\.md, extension must be/);
  });
  test('-config-file and -config-dir in the order of the command line, either for either', () => {
    const config = run('-config-file=$/b.hcl', '-config-file=$/conf.d', '-config-dir=$/a.json');
    assert.equal(config.datacenter, 'from-a');
    assert.equal(config.ports.http, 2);
  });
  test('flags over files, wherever they stand, and -hcl over flags', () => {
    const flags = ['-datacenter=from-flag', '-http-port=3', '-node-meta=both:flag'];
    const config = run(...flags, '-config-file=$/b.hcl', '-hcl=ports { http = 4 }');
    assert.equal(config.datacenter, 'from-flag');
    assert.equal(config.ports.http, 4);
    assert.deepEqual(config.nodeMeta, { b: 'b', both: 'flag' });
  });
  test('-dev below all of them', () => {
    const config = load(['-dev', '-grpc-port=-1', '-hcl', 'log_level = "warn"']);
    assert.equal(config.ports.grpc, -1);
    assert.equal(config.log.level, 'warn');
  });
  test('-config-format whatever the extension', () => {
    const config = load([...server, '-config-format=hcl', '-config-file=$/x'], {
      x: 'datacenter = "x"',
    });
    assert.equal(config.datacenter, 'x');
  });
  test('an HCL file that holds JSON, and one that holds nothing', () => {
    const config = load([...server, '-config-file=$/x.hcl', '-config-file=$/y.hcl'], {
      'x.hcl': ' {"datacenter": "x"}',
      'y.hcl': '',
    });
    assert.equal(config.datacenter, 'x');
  });
  test('a symbolic link in a directory', () => {
    inFolder({ 'a/x.hcl': 'datacenter = "x"', 'b/y': '' }, (folder) => {
      symlinkSync(join(folder, 'a/x.hcl'), join(folder, 'b/z.hcl'));
      const words = ['-server', '-data-dir=/none', `-config-dir=${folder}/b`];
      assert.equal(loadAgentConfig(parseFlags(agentFlags, words)).datacenter, 'x');
    });
  });
});

describe('what cannot be read is an error with the file, the key and the place:', () => {
  const cases: Record<string, [files: Files, message: string]> = {
    'unknown keys': [
      { 'a.hcl': 'foo = 1\nports {\n  htttp = 8500\n}' },
      'failed to parse $/a.hcl: 2 errors occurred:\n\t* invalid config key foo (line 1, column 1)\n\t* invalid config key ports.htttp (line 3, column 3)\n\n',
    ],
    'an unknown key in a service': [
      { 'a.hcl': 'services = [\n  { name = "x" },\n  { nam = "y" }\n]' },
      'failed to parse $/a.hcl: 1 error occurred:\n\t* invalid config key services[1].nam (line 3, column 5)\n\n',
    ],
    'unknown keys in JSON': [
      {
        'a.json':
          '{"datacenter": "x",\n "ports": {"http": 1, "x": {"y": [1, {}]}}, "services": [{}, {"n": 1}]}',
      },
      'failed to parse $/a.json: 2 errors occurred:\n\t* invalid config key ports.x (line 2, column 23)\n\t* invalid config key services[1].n (line 2, column 63)\n\n',
    ],
    'a value of a wrong type': [
      { 'a.hcl': 'ports { http = "8500" }\nserver = "true"' },
      "failed to parse $/a.hcl: decoding failed due to the following error(s):\n\n'ports.http' expected type 'int', got unconvertible type 'string' (line 1, column 9)\n'server' expected type 'bool', got unconvertible type 'string' (line 2, column 1)",
    ],
    'two blocks for one': [
      { 'a.hcl': 'performance {}\nperformance {}' },
      `failed to parse $/a.hcl: decoding failed due to the following error(s):\n\n'performance' expected a map or struct, got "slice" (line 1, column 1)`,
    ],
    'HCL that is none': [
      { 'a.hcl': 'datacenter = "x" {' },
      'failed to parse $/a.hcl: At 1:18: expected: IDENT | STRING got: LBRACE',
    ],
    'JSON that is none': [
      { 'a.json': '{"ports": {"http": 1},\n}' },
      "failed to parse $/a.json: At 2:1: invalid character '}' looking for beginning of object key string",
    ],
    'JSON that breaks off': [
      { 'a.json': '{"server": true' },
      'failed to parse $/a.json: At 1:16: unexpected end of JSON input',
    ],
    'JSON that is no object': [
      { 'a.json': '[]' },
      'failed to parse $/a.json: At 1:1: json: cannot unmarshal array into Go value of type map[string]interface {}',
    ],
    'a name without an extension': [
      { a: 'x' },
      'file $/a has unknown extension; must be .hcl or .json, or config format must be set',
    ],
  };
  for (const [name, [files, message]] of Object.entries(cases)) {
    test(name, () => {
      const argv = Object.keys(files).map((file) => `-config-file=$/${file}`);
      assert.equal(refusal([...server, ...argv], files), message);
    });
  }
  test('every bad file is told of', () => {
    const files = { 'a.hcl': 'foo = 1', 'b.json': '{"bar": 1}' };
    const message = refusal([...server, '-config-dir=$'], files);
    assert.match(message, /a\.hcl: .*invalid config key foo/s);
    assert.match(message, /b\.json: .*invalid config key bar/s);
  });
  test('bytes that are no UTF-8', () => {
    inFolder({}, (folder) => {
      const file = join(folder, 'a.hcl');
      writeFileSync(file, Buffer.from([0x61, 0xff]));
      const flags = parseFlags(agentFlags, ['-server', '-config-file', file]);
      assert.throws(() => loadAgentConfig(flags), {
        message: `failed to parse ${file}: illegal UTF-8 encoding`,
      });
    });
  });
  test('a file that does not exist', () => {
    const message = 'config: Open failed on $/x.hcl. open $/x.hcl: no such file or directory';
    assert.equal(refusal([...server, '-config-file=$/x.hcl']), message);
  });
  test('a format that does not exist', () => {
    const message = "config: -config-format must be either 'hcl' or 'json'";
    assert.equal(refusal([...server, '-config-format=yaml']), message);
  });
  test('a word too many', () => {
    assert.equal(refusal([...server, 'foo']), 'Unexpected extra arguments: [foo]');
  });
});
