// SPDX-License-Identifier: Apache-2.0
import { testKind } from '../../../../test/entry-kind.ts';

testKind('tcp-route', {
  unaliased: ['SectionName'],
  accepts: {
    'one for a listener': [
      {
        Name: 'route',
        Parents: [{ Name: 'front', SectionName: 'db' }],
        Services: [{ Name: 'db' }],
      },
      {
        Name: 'route',
        Parents: [{ Kind: 'api-gateway', Name: 'front', SectionName: 'db' }],
        Services: [{ Name: 'db' }],
      },
    ],
  },
  refuses: {
    'one to two services': [
      { Services: [{ Name: 'a' }, { Name: 'b' }], Parents: [{ Kind: 'mesh', Name: 'x' }] },
      'tcp-route currently only supports one service',
    ],
    'one without a name': [{ Name: '' }, 'serviceName is required'],
  },
});
