// SPDX-License-Identifier: Apache-2.0
import { testKind } from '../../../../test/entry-kind.ts';

const listening = (...Listeners: object[]) => ({ Listeners });
const http = (...Services: object[]) => listening({ Port: 1, Protocol: 'http', Services });
const tcp = (...Services: object[]) => listening({ Port: 1, Services });

testKind('ingress-gateway', {
  unaliased: ['MaxConnections'],
  accepts: {
    'empty lists, as they were written': [
      {
        Name: 'edge',
        Listeners: [{ Port: 1, Services: [{ Name: 'a', Hosts: [] }] }],
      },
      {
        Name: 'edge',
        TLS: { Enabled: false },
        Listeners: [{ Port: 1, Protocol: 'tcp', Services: [{ Name: 'a', Hosts: [] }] }],
      },
    ],
    'an empty list of listeners': [
      { Name: 'edge', Listeners: [] },
      { Name: 'edge', TLS: { Enabled: false }, Listeners: [] },
    ],
    'one that says nothing': [
      { Name: 'edge' },
      { Name: 'edge', TLS: { Enabled: false }, Listeners: null },
    ],
    'one with limits, headers and hosts': [
      {
        Name: 'edge',
        TLS: { Enabled: true, SDS: { ClusterName: 'c', CertResource: 'r' } },
        Defaults: {
          MaxConnections: 7,
          PassiveHealthCheck: { Interval: '5s', MaxEjectionPercent: 0 },
        },
        Listeners: [
          {
            Port: 1,
            Protocol: 'HTTP',
            TLS: { TLSMinVersion: 'TLSv1_2' },
            Services: [
              { Name: 'web', Hosts: ['*.example'], RequestHeaders: { Set: { x: 'y' } } },
              { Name: 'api', MaxConnections: 0 },
            ],
          },
        ],
      },
      {
        Name: 'edge',
        TLS: { Enabled: true, SDS: { ClusterName: 'c', CertResource: 'r' } },
        Defaults: {
          MaxConnections: 7,
          MaxPendingRequests: 0,
          MaxConcurrentRequests: 0,
          PassiveHealthCheck: { Interval: 5e9, MaxEjectionPercent: 0 },
        },
        Listeners: [
          {
            Port: 1,
            Protocol: 'http',
            TLS: { Enabled: false, TLSMinVersion: 'TLSv1_2' },
            Services: [
              { Name: 'web', Hosts: ['*.example'], RequestHeaders: { Set: { x: 'y' } } },
              { Name: 'api', Hosts: null },
            ],
          },
        ],
      },
    ],
  },
  refuses: {
    'headers where there are none': [
      { Listeners: [{ Port: 1, Services: [{ Name: 'a', ResponseHeaders: { Add: { b: 'c' } } }] }] },
      'response headers only valid for http, http2 and grpc protocols (service "a" on listener on port 1)',
    ],
    'a namespace of a service': [
      { Listeners: [{ Port: 1, Services: [{ Name: 'a', Namespace: 'b' }] }] },
      '1 error occurred:\n\t* invalid config key "Listeners[0].Services[0].Namespace", namespaces are a consul enterprise feature\n\n',
    ],
    'one without a name': [
      { Name: '' },
      'failed inserting config entry: object missing primary index',
    ],
    'a port that comes twice': [
      listening({ Port: 1, Services: [{ Name: 'a' }] }, { Port: 1, Services: [{ Name: 'b' }] }),
      'port 1 declared on two listeners',
    ],
    'a listener for nobody': [http(), 'No service declared for listener with port 1'],
    'two services in one byte stream': [
      tcp({ Name: 'a' }, { Name: 'b' }),
      "Multiple services per listener are only supported for L7 protocols, 'http', 'grpc' and 'http2' (listener on port 1)",
    ],
    'all services in a byte stream': [
      tcp({ Name: '*' }),
      "Wildcard service name is only valid for protocol = 'http' (listener on port 1)",
    ],
    'a service that comes twice': [
      http({ Name: 'a' }, { Name: 'a' }),
      'Service a cannot be added multiple times (listener on port 1)',
    ],
    'a host that comes twice': [
      http({ Name: 'a', Hosts: ['h'] }, { Name: 'b', Hosts: ['h'] }),
      'Hosts must be unique within a specific listener (listener on port 1)',
    ],
    'a host that is none': [
      http({ Name: 'a', Hosts: ['a..b'] }),
      'Host "a..b" must be a valid DNS hostname',
    ],
    'a wildcard within a host': [
      http({ Name: 'a', Hosts: ['a.*.b'] }),
      'Host "a.*.b" is not valid, a wildcard specifier is only allowed as the leftmost label',
    ],
    'a certificate from nowhere': [
      { TLS: { SDS: { CertResource: 'r' } }, ...http({ Name: 'a' }) },
      'TLS.SDS.ClusterName is required if CertResource is set',
    ],
    'a certificate of a service without hosts': [
      http({ Name: 'a', TLS: { SDS: { ClusterName: 'c', CertResource: 'r' } } }),
      'A service specifying TLS.SDS.CertResource must have at least one item in Hosts (service "a" on listener on port 1)',
    ],
  },
});
