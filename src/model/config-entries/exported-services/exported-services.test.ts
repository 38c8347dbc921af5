// SPDX-License-Identifier: Apache-2.0
import { testKind } from '../../../../test/entry-kind.ts';

const Consumers = [{ Peer: 'east' }];

testKind('exported-services', {
  accepts: {
    'namespaces, which are passed over': [
      {
        Name: 'default',
        Services: [
          { Name: 'a', Namespace: '*', Consumers },
          { Name: '*', Namespace: 'b', Consumers },
        ],
      },
      {
        Name: 'default',
        Services: [
          { Name: 'a', Consumers },
          { Name: '*', Consumers },
        ],
      },
    ],
  },
  refuses: {
    'a service for nobody': [
      { Name: 'default', Services: [{ Name: 'a' }] },
      'Services[0]: must have at least one consumer',
    ],
    'a service without a name': [
      { Name: 'default', Services: [{ Consumers }] },
      'Services[0]: service name cannot be empty',
    ],
  },
});
