// SPDX-License-Identifier: Apache-2.0
import { testKind } from '../../../../test/entry-kind.ts';

testKind('sameness-group', {
  accepts: {},
  refuses: {
    'whatever it says': [
      { Members: [{ Peer: 'west' }] },
      'sameness-groups are an enterprise-only feature',
    ],
  },
});
