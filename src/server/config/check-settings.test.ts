// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { load, refusal, server } from './test-load.ts';

describe('checks', () => {
  test('have the settings that Consul has', () => {
    const { checkSettings } = load(server);
    assert.deepEqual(checkSettings, {
      outputIntervalMs: 300_000,
      maxOutputBytes: 4_096,
      discardsOutput: false,
      local: { scripts: false, osServices: false, source: 'local' },
      remote: { scripts: false, osServices: false, source: 'remote' },
    });
  });

  const scripts: Record<string, [local: boolean, remote: boolean, notes: number]> = {
    'enable_local_script_checks = true': [true, false, 0],
    'enable_script_checks = true': [true, true, 1],
    'enable_script_checks = true enable_local_script_checks = false': [false, true, 1],
    'enable_script_checks = true http_config { allow_write_http_from = ["127.0.0.0/8"] }': [
      true,
      true,
      0,
    ],
  };
  for (const [hcl, [local, remote, notes]] of Object.entries(scripts)) {
    test(`${hcl} lets scripts run`, () => {
      const config = load([...server, '-hcl', hcl]);
      const { checkSettings } = config;
      assert.deepEqual(
        [checkSettings.local.scripts, checkSettings.remote.scripts],
        [local, remote],
      );
      assert.equal(config.notes.filter((note) => note.includes('DANGEROUS')).length, notes);
    });
  }

  test('may keep less, or nothing, of what they say', () => {
    const hcl =
      'check_output_max_size = 10 discard_check_output = true check_update_interval = "0s"';
    const { checkSettings } = load([...server, '-hcl', hcl]);
    assert.equal(checkSettings.maxOutputBytes, 10);
    assert.equal(checkSettings.discardsOutput, true);
    assert.equal(checkSettings.outputIntervalMs, 0);
  });

  test('can keep no less than something', () => {
    assert.match(
      refusal([...server, '-hcl', 'check_output_max_size = 0']),
      /^check_output_max_size must be positive, /,
    );
  });

  const script = 'check { name = "c" args = ["/bin/true"] interval = "10s" }';
  test('that are scripts may be defined where they may run', () => {
    const config = load([...server, '-hcl', `${script} enable_local_script_checks = true`]);
    assert.deepEqual(config.checks[0]?.ScriptArgs, ['/bin/true']);
  });

  test('that are scripts are refused elsewhere', () => {
    assert.match(
      refusal([...server, '-hcl', script]),
      /^check "c": Scripts are disabled on this agent; to enable, configure 'enable_script_checks' or/,
    );
  });
});
