// SPDX-License-Identifier: Apache-2.0
import { testCommands } from '../../../test/cli-harness.ts';

testCommands({
  'datacenters are listed one a line': {
    run: 'catalog datacenters',
    answers: { 'GET /v1/catalog/datacenters': ['dc1', 'dc2'] },
    out: 'dc1\ndc2\n',
    requests: ['GET /v1/catalog/datacenters'],
  },
});
