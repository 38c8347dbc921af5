// SPDX-License-Identifier: Apache-2.0
import { testKind } from '../../../../test/entry-kind.ts';

testKind('terminating-gateway', {
  accepts: {
    'one that leads nowhere': [{ Name: 'exit' }, { Name: 'exit', Services: null }],
    'an empty list of services': [
      { Name: 'exit', Services: [] },
      { Name: 'exit', Services: [] },
    ],
    'one with services': [
      { Name: 'exit', Services: [{ Name: 'ext', CAFile: '/ca', SNI: '' }, { Name: '*' }] },
      { Name: 'exit', Services: [{ Name: 'ext', CAFile: '/ca' }, { Name: '*' }] },
    ],
  },
  refuses: {
    'one without a name': [{ Name: '' }, 'serviceName is required'],
    'a partition of a service': [
      { Services: [{ Name: 'a', Partition: 'b' }] },
      '1 error occurred:\n\t* invalid config key "Services[0].Partition"\n\n',
    ],
    'a service without a name': [{ Services: [{}] }, 'Service name cannot be blank.'],
    'a service that comes twice': [
      { Services: [{ Name: 'a' }, { Name: 'a' }] },
      'Service "a" was specified more than once within a namespace',
    ],
    'a certificate without its key': [
      { Services: [{ Name: 'a', CAFile: '/ca', CertFile: '/c' }] },
      'Service "a" must have a CertFile, CAFile, and KeyFile specified for TLS origination',
    ],
  },
});
