// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { runCommand, scriptedAgent, testCommands } from '../../test/cli-harness.ts';
import { VERSION, CONSUL_VERSION } from '../model/version.ts';

const agent = scriptedAgent();

describe('words that name no command list what there is:', () => {
  const cases: Record<string, [run: string, stream: 'out' | 'err', code: number, says: RegExp]> = {
    'no word': ['', 'err', 127, /^Usage: causeway .*\n\nAvailable commands are:\n {4}agent +Runs/],
    help: ['--help', 'out', 0, /^Usage: causeway .*\n {4}peering +Create and manage/s],
    'an unknown word': ['foo', 'err', 127, /^Usage: causeway /],
    'an unknown word and help': ['foo -h', 'out', 127, /^Usage: causeway /],
    'a group': [
      'peering',
      'err',
      1,
      /^Usage: causeway peering .*\nSubcommands:\n {4}delete {15}D/s,
    ],
    'help of a group': ['peering -h', 'out', 0, /\n {4}read {17}Read a peering connection\n$/],
    'an unknown word in a group': ['peering foo', 'err', 1, /^Usage: causeway peering /],
  };
  for (const [name, [run, stream, code, says]] of Object.entries(cases)) {
    test(name, async () => {
      const result = await runCommand(agent, { run });
      assert.match(result[stream], says);
      assert.equal(result[stream === 'out' ? 'err' : 'out'], '');
      assert.equal(result.code, code);
    });
  }
});

describe('a command', () => {
  test('shows its help', async () => {
    const { code, out, err } = await runCommand(agent, { run: 'peering read -h' });
    assert.match(out, /^Usage: causeway peering read .*HTTP API Options.*Command Options\n\n/s);
    assert.deepEqual({ code, err }, { code: 0, err: '' });
  });

  test('that is misspelt says how, and then its help', async () => {
    const { code, out, err } = await runCommand(agent, { run: 'peering read -nme x' });
    assert.match(err, /^flag provided but not defined: -nme\n\nUsage: causeway peering read /);
    assert.deepEqual({ code, out }, { code: 1, out: '' });
  });
});

const version = `Causeway v${VERSION}\nSpeaks the interfaces of Consul v${CONSUL_VERSION}\n`;

describe('commands', () => {
  testCommands({
    'refuse words that would do nothing': {
      run: 'peering list west',
      code: 1,
      err: 'Too many arguments (expected 0, got 1)\n',
      requests: [],
    },
    'say what is wrong with the environment': {
      run: 'peering list',
      environment: { CONSUL_HTTP_TOKEN_FILE: '/nowhere' },
      code: 1,
      err: 'Error connecting to Consul agent: Error loading token file /nowhere: open /nowhere: no such file or directory\n',
    },
    'say what the server refused, without the token': {
      run: 'catalog datacenters -token 12345678-secret',
      code: 1,
      err: 'Error listing datacenters: Unexpected response code: 404 (nothing at GET /v1/catalog/datacenters)\n',
    },
    'that ask nobody work whatever the environment says': {
      run: 'version',
      environment: { CONSUL_HTTP_ADDR: 'ftp://', CONSUL_CACERT: '/nowhere' },
      out: version,
      requests: [],
    },
    'version as JSON': {
      run: 'version -format=json',
      out: `{
   "Version": "${CONSUL_VERSION}",
   "Revision": "",
   "Prerelease": "",
   "BuildDate": "1970-01-01T00:00:01Z",
   "RPC": {
      "Default": 2,
      "Min": 2,
      "Max": 3
   },
   "CausewayVersion": "${VERSION}"
}
`,
    },
    '--version': { run: '--version', out: version },
    '-v': { run: '-v', out: version },
    'version in a format that is none': {
      run: 'version -format=xml',
      code: 1,
      err: 'Unknown format: xml\n',
    },
  });
});
