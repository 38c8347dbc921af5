// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { envoyCommand } from './launch.ts';

const start = ['/bin/envoy', '--config-path', '/dev/fd/3'];

describe('the command of Envoy', () => {
  const cases: Record<string, [passed: string[], command: string[]]> = {
    'runs beside others': [[], [...start, '--disable-hot-restart']],
    'takes what is passed through': [
      ['--log-level', 'debug', '-l', 'info'],
      [...start, '--disable-hot-restart', '--log-level', 'debug', '-l', 'info'],
    ],
    'says nothing twice': [['--disable-hot-restart'], [...start, '--disable-hot-restart']],
    'leaves hot restart to who wants it': [
      ['--restart-epoch', '1'],
      [...start, '--restart-epoch', '1'],
    ],
    'also with =': [['--base-id=3'], [...start, '--base-id=3']],
  };
  for (const [name, [passed, command]] of Object.entries(cases)) {
    test(name, () => assert.deepEqual(envoyCommand('/bin/envoy', passed), command));
  }
});
