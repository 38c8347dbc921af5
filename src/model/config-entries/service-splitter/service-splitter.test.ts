// SPDX-License-Identifier: Apache-2.0
import { testKind } from '../../../../test/entry-kind.ts';

testKind('service-splitter', {
  accepts: {
    'two splits to one service, one of which changes headers': [
      {
        Name: 'web',
        Splits: [{ Weight: 50 }, { Weight: 50, RequestHeaders: { Set: { canary: '1' } } }],
      },
      {
        Name: 'web',
        Splits: [{ Weight: 50 }, { Weight: 50, RequestHeaders: { Set: { canary: '1' } } }],
      },
    ],
    'one whose weights are a hundred': [
      {
        Name: 'web',
        Splits: [
          { Weight: 33.333, ServiceSubset: 'a' },
          { Weight: 66.67, Service: 'api', ResponseHeaders: { Set: { x: 'y' }, Add: {} } },
        ],
      },
      {
        Name: 'web',
        Splits: [
          { Weight: 33.33, ServiceSubset: 'a' },
          { Weight: 66.67, Service: 'api', ResponseHeaders: { Set: { x: 'y' } } },
        ],
      },
    ],
    'one with a share of nothing': [
      { Name: 'web', Splits: [{ Weight: 0.001 }, { Weight: 99.999, Service: 'api' }] },
      { Name: 'web', Splits: [{ Weight: 0 }, { Weight: 100, Service: 'api' }] },
    ],
  },
  refuses: {
    'weights that do not add up, with the digits of 32 bits': [
      {
        Splits: [
          { Weight: 33.33 },
          { Weight: 33.33, Service: 'a' },
          { Weight: 33.33, Service: 'b' },
        ],
      },
      'the sum of all split weights must be 100, not 99.989998',
    ],
    'a weight that is no number': [
      { Splits: [{ Weight: 'x' }] },
      "decoding failed due to the following error(s):\n\n'Splits[0].Weight' cannot parse value as 'float32': strconv.ParseFloat: invalid syntax",
    ],
    'one without splits': [{}, 'no splits configured'],
    'one whose weights are less': [
      { Splits: [{ Weight: 50 }] },
      'the sum of all split weights must be 100, not 50.000000',
    ],
    'one that names a target twice': [
      { Splits: [{ Weight: 50 }, { Weight: 50, Service: 'web' }] },
      'split destination occurs more than once: service="web", subset="", namespace="", partition=""',
    ],
  },
});
