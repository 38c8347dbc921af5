// SPDX-License-Identifier: Apache-2.0
import { Reply, testCommands } from '../../../test/cli-harness.ts';

testCommands({
  'names are listed one a line': {
    run: 'config list -kind service-defaults',
    answers: { 'GET /v1/config/service-defaults': [{ Name: 'api' }, { Name: 'web' }] },
    out: 'api\nweb\n',
  },
  'a filter is handed on': {
    run: ['config', 'list', '-kind=service-defaults', '-filter=Protocol == http'],
    answers: { 'GET /v1/config/service-defaults?filter=Protocol+==+http': [] },
  },
  'the mesh entry is named by its kind': {
    run: 'config list -kind mesh',
    answers: { 'GET /v1/config/mesh': [{ Kind: 'mesh' }] },
    out: 'mesh\n',
  },
  'without a kind': {
    run: 'config list',
    code: 1,
    err: 'Must specify the -kind parameter\n',
    requests: [],
  },
  'a kind that is none': {
    run: 'config list -kind foo',
    answers: { 'GET /v1/config/foo': new Reply(500, 'invalid config entry kind: foo') },
    code: 1,
    err: 'Error listing config entries for kind "foo": Unexpected response code: 500 (invalid config entry kind: foo)\n',
  },
});
