// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { refusal, server, withHcl } from './test-load.ts';

const program = { kind: 'program', words: ['./run.sh', '-x'] };
const common = { datacenter: '', token: '', stale: false };

describe('watches', () => {
  test('run a program', () => {
    const { watches } = withHcl(`
      watches = [
        { type = "key" key = "a" args = ["./run.sh", "-x"] },
        { type = "service" service = "web" tag = ["a", "b"] passingonly = true args = "x" stale = true },
        { type = "nodes" handler = "echo hi" handler_type = "script" token = "t" datacenter = "dc2" },
      ]`);
    assert.deepEqual(watches, [
      { type: 'key', parameters: { key: 'a' }, ...common, handler: program },
      {
        type: 'service',
        parameters: { service: 'web', tag: ['a', 'b'], passingonly: true },
        ...common,
        stale: true,
        handler: { kind: 'program', words: ['x'] },
      },
      {
        type: 'nodes',
        parameters: {},
        stale: false,
        token: 't',
        datacenter: 'dc2',
        handler: { kind: 'program', words: ['/bin/sh', '-c', 'echo hi'] },
      },
    ]);
  });

  test('call a URL', () => {
    const { watches } = withHcl(`
      watches {
        type = "services"
        handler_type = "http"
        http_handler_config {
          path = "https://hook.example/x?y"
          method = "PUT"
          timeout = "3s"
          header = { "x-a" = ["1", "2"] "x-b" = "3" }
          tls_skip_verify = true
        }
      }`);
    assert.deepEqual(watches[0]?.handler, {
      kind: 'http',
      url: 'https://hook.example/x?y',
      method: 'PUT',
      timeoutMs: 3_000,
      headers: { 'x-a': ['1', '2'], 'x-b': ['3'] },
      verifiesTls: false,
    });
    const [watch] = withHcl(
      'watches = [{ type = "nodes" handler_type = "http" http_handler_config = { path = "http://h" } }]',
    ).watches;
    assert.deepEqual(watch?.handler, {
      kind: 'http',
      url: 'http://h',
      method: 'POST',
      timeoutMs: 10_000,
      headers: {},
      verifiesTls: true,
    });
  });

  test('are told that a key is old', () => {
    const { notes } = withHcl('watches = [{ type = "nodes" handler = "x" }]');
    assert.ok(notes.includes('"handler" in watches is deprecated, "args" replaces it'));
  });
});

describe('a watch that can not be:', () => {
  const http = 'type = "nodes" handler_type = "http"';
  const cases: Record<string, [fields: string, reason: string]> = {
    'no type': ['args = ["x"]', 'Watch type must be specified'],
    'an unknown type': ['type = "x" args = ["x"]', 'Unsupported watch type: x'],
    'a type that shows keys': [
      'type = "connect_leaf" service = "web" args = ["x"]',
      'Watch type connect_leaf is not allowed in agent config',
    ],
    'no key': ['type = "key" args = ["x"]', 'Must specify a single key to watch'],
    'a parameter of another type': [
      'type = "key" key = "a" prefix = "b" args = ["x"]',
      'Invalid parameters: [prefix]',
    ],
    'a parameter that there is not': [
      'type = "nodes" what = "b" args = ["x"]',
      'Invalid parameters: [what]',
    ],
    'a number for a text': ['type = "key" key = 1 args = ["x"]', 'Expecting key to be a string'],
    'a text for a truth': [
      'type = "nodes" stale = "yes" args = ["x"]',
      'Expecting stale to be a boolean',
    ],
    'no handler': ['type = "nodes"', 'Must define a watch handler'],
    'two handlers': ['type = "nodes" args = ["x"] handler = "y"', 'Only one watch handler allowed'],
    'another kind of handler': [
      'type = "nodes" handler_type = "x"',
      "Handler type 'x' not recognized",
    ],
    'words that are no texts': [
      'type = "nodes" args = ["x", 1]',
      'Watch args must be a list of strings',
    ],
    'no URL': [http, "Handler type 'http' requires 'http_handler_config' to be set"],
    'an empty URL': [
      `${http} http_handler_config = { method = "PUT" }`,
      "Failed to parse 'http_handler_config': Requires 'path' to be set",
    ],
    'a URL of something else': [
      `${http} http_handler_config = { path = "file:///etc/passwd" }`,
      "Failed to parse 'http_handler_config': 'path' is no URL of HTTP",
    ],
    'a time that is none': [
      `${http} http_handler_config = { path = "http://h" timeout = "x" }`,
      'Failed to parse \'http_handler_config\': Failed to parse timeout: time: invalid duration "x"',
    ],
  };
  for (const [name, [fields, reason]] of Object.entries(cases)) {
    test(name, () => {
      const message = refusal([...server, '-hcl', `watches = [{ ${fields} }]`]);
      assert.ok(message.includes(`watches[0]: ${reason}`), message);
    });
  }

  test('nobody to ask', () => {
    const hcl = 'ports = { http = -1 } watches = [{ type = "nodes" args = ["x"] }]';
    const message = refusal([...server, '-hcl', hcl]);
    assert.match(message, /watch plans require an HTTP or HTTPS endpoint/);
  });
});
