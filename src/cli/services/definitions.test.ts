// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { servicesOf } from './definitions.ts';

async function read(text: string): Promise<{ bodies: readonly object[]; err: string }> {
  let err = '';
  const bodies = await servicesOf(['-'], {
    out: () => {},
    err: (printed) => (err += printed),
    environment: {},
    readInput: () => Promise.resolve(Buffer.from(text)),
    onInterrupt: () => () => {},
  });
  return { bodies, err };
}

describe('a definition in a file becomes what the agent takes:', () => {
  const cases: Record<string, [text: string, body: object]> = {
    'names in snake_case, blocks as objects': [
      `service {
        name = "web"
        enable_tag_override = true
        meta { some_key = "kept" }
        tagged_addresses { lan { address = "10.0.0.1" port = 80 } }
      }`,
      {
        Name: 'web',
        EnableTagOverride: true,
        Meta: { some_key: 'kept' },
        TaggedAddresses: { lan: { Address: '10.0.0.1', Port: 80 } },
      },
    ],
    'durations as texts': [
      `service {
        name = "web"
        check { tcp = "127.0.0.1:80" interval = "10s" deregister_critical_service_after = "90m" }
        checks = [{ id = "t" ttl = "30s" }]
      }`,
      {
        Name: 'web',
        Check: { TCP: '127.0.0.1:80', Interval: '10s', DeregisterCriticalServiceAfter: '1h30m0s' },
        Checks: [{ CheckID: 't', TTL: '30s' }],
      },
    ],
    'a nested sidecar': [
      `service {
        name = "web"
        connect {
          sidecar_service {
            checks = [{ alias_service = "web" }]
            proxy {
              config { handshake_timeout_ms = 3 }
              upstreams = [{ destination_name = "api" destination_peer = "east" local_bind_port = 1 }]
            }
          }
        }
      }`,
      {
        Name: 'web',
        Connect: {
          SidecarService: {
            Checks: [{ AliasService: 'web' }],
            Proxy: {
              Config: { handshake_timeout_ms: 3 },
              Upstreams: [{ DestinationName: 'api', DestinationPeer: 'east', LocalBindPort: 1 }],
            },
          },
        },
      },
    ],
    'a weight that is left out is 1': [
      '{"service":{"Name":"web","Weights":{"Passing":3}}}',
      { Name: 'web', Weights: { Passing: 3, Warning: 1 } },
    ],
  };
  for (const [name, [text, body]] of Object.entries(cases)) {
    test(name, async () => {
      assert.deepEqual(await read(text), { bodies: [body], err: '' });
    });
  }

  test('what is no service is passed over, and said so', async () => {
    const { bodies, err } = await read('datacenter = "dc1"\nservice { name = "web" }');
    assert.deepEqual(bodies, [{ Name: 'web' }]);
    assert.equal(err, '-: passing over "datacenter"\n');
  });
});

describe('a file that can not be read as definitions:', () => {
  const cases: Record<string, [text: string, message: string]> = {
    'a key that there is not': [
      'service { name = "web" prot = 80 }',
      'Error: failed to parse -: 1 error occurred:\n\t* invalid config key service.prot',
    ],
    'a value of another type': [
      'service { name = 1 }',
      "Error: failed to parse -: decoding failed due to the following error(s):\n\n'service.name' expected type 'string', got unconvertible type 'int'",
    ],
    'two services that both want to be the only one': [
      'service { name = "a" }\nservice { name = "b" }',
      'Error: failed to parse -: decoding failed due to the following error(s):\n\n\'service\' expected a map or struct, got "slice"',
    ],
    'a broken text': [
      'service {',
      'Error: failed to parse -: At 1:10: object expected closing RBRACE got: EOF',
    ],
    'no service': ['check { name = "c" }', 'Error: failed to parse -: it defines no service'],
  };
  for (const [name, [text, message]] of Object.entries(cases)) {
    test(name, () => assert.rejects(read(text), { message }));
  }
});
