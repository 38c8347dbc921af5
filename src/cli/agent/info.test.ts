// SPDX-License-Identifier: Apache-2.0
import { testCommands } from '../../../test/cli-harness.ts';

testCommands({
  'figures by section and name': {
    run: 'info',
    answers: {
      'GET /v1/agent/self': {
        Config: {},
        Stats: { runtime: { os: 'linux', arch: 'x' }, agent: { services: '2' } },
      },
    },
    out: 'agent:\n\tservices = 2\nruntime:\n\tarch = x\n\tos = linux\n',
  },
  'an agent without figures': {
    run: 'info',
    answers: { 'GET /v1/agent/self': { Config: {} } },
    code: 1,
    err: "Agent response did not contain 'Stats' key\n",
  },
});
