// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  customizedClusterName,
  destinationClusterName,
  exportedClusterName,
  failoverTargetClusterName,
  federatedServerName,
  gatewaySni,
  gatewayWildcardSni,
  passthroughClusterName,
  peeredServiceSni,
  peeredUpstreamClusterName,
  peeringServerName,
  preparedQuerySni,
  serviceSni,
  upstreamEnvoyId,
} from './sni.ts';

const TD = '11111111-2222-3333-4444-555555555555.consul';
const db = { service: 'db', datacenter: 'dc1' };

const names: [string, string, string][] = [
  ['a service', serviceSni(db, TD), `db.default.dc1.internal.${TD}`],
  [
    'a service with empty tenancy',
    serviceSni({ ...db, namespace: '', partition: '', subset: '' }, TD),
    `db.default.dc1.internal.${TD}`,
  ],
  [
    'a subset of a service',
    serviceSni({ ...db, subset: 'v2' }, TD),
    `v2.db.default.dc1.internal.${TD}`,
  ],
  [
    'a service of a namespace',
    serviceSni({ ...db, namespace: 'shop' }, TD),
    `db.shop.dc1.internal.${TD}`,
  ],
  [
    'a service of a partition',
    serviceSni({ ...db, partition: 'team' }, TD),
    `db.default.team.dc1.internal-v1.${TD}`,
  ],
  [
    'a subset in a partition',
    serviceSni({ ...db, subset: 'v2', namespace: 'shop', partition: 'team' }, TD),
    `v2.db.shop.team.dc1.internal-v1.${TD}`,
  ],
  ['the gateways of a datacenter', gatewaySni('dc2', '', TD), `dc2.internal.${TD}`],
  ['the gateways of the default partition', gatewaySni('dc2', 'default', TD), `dc2.internal.${TD}`],
  ['the gateways of a partition', gatewaySni('dc2', 'team', TD), `team.dc2.internal-v1.${TD}`],
  [
    'everything behind the gateways of a datacenter',
    gatewayWildcardSni('dc2', '', TD),
    `*.dc2.internal.${TD}`,
  ],
  [
    'a peered service',
    peeredServiceSni({ service: 'payments', peer: 'cloud' }, TD),
    `payments.default.default.cloud.external.${TD}`,
  ],
  [
    'a peered service of a partition',
    peeredServiceSni(
      { service: 'payments', namespace: 'shop', partition: 'team', peer: 'cloud' },
      TD,
    ),
    `payments.shop.team.cloud.external.${TD}`,
  ],
  [
    'the cluster of a peered upstream',
    peeredUpstreamClusterName({ service: 'payments', peer: 'cloud' }, TD),
    `payments.default.cloud.external.${TD}`,
  ],
  [
    'a prepared query',
    preparedQuerySni('geo-cache', 'dc1', TD),
    `geo-cache.default.dc1.query.${TD}`,
  ],
  [
    'a destination by name',
    destinationClusterName('www.example.com', db, TD),
    `destination.www-example-com.db.default.dc1.internal.${TD}`,
  ],
  [
    'a destination by IPv6 address',
    destinationClusterName('::1', db, TD),
    `destination.--1.db.default.dc1.internal.${TD}`,
  ],
  ['the servers for peers', peeringServerName('dc1', TD), `server.dc1.peering.${TD}`],
  [
    'any server of a federated datacenter',
    federatedServerName('dc1', 'consul'),
    'server.dc1.consul',
  ],
  [
    'one server of a federated datacenter',
    federatedServerName('dc1', 'consul', 'n1'),
    'n1.server.dc1.consul',
  ],
  ['a chain with customization', customizedClusterName('0a1b2c3d', 'x'), '0a1b2c3d~x'],
  ['a chain without customization', customizedClusterName('', 'x'), 'x'],
  [
    'an exported chain target',
    exportedClusterName(customizedClusterName('0a1b2c3d', 'x')),
    'exported~0a1b2c3d~x',
  ],
  ['a direct dial', passthroughClusterName('x'), 'passthrough~x'],
  [
    'a failover member',
    failoverTargetClusterName(1, customizedClusterName('0a1b2c3d', serviceSni(db, TD))),
    `failover-target~1~0a1b2c3d~db.default.dc1.internal.${TD}`,
  ],
  ['a plain upstream', upstreamEnvoyId({ name: 'db' }), 'db'],
  ['an upstream whose type is service', upstreamEnvoyId({ name: 'db', type: 'service' }), 'db'],
  ['an upstream in a datacenter', upstreamEnvoyId({ name: 'db', datacenter: 'dc2' }), 'db?dc=dc2'],
  [
    'an upstream of a peer',
    upstreamEnvoyId({ name: 'db', peer: 'cloud', datacenter: 'dc2' }),
    'db?peer=cloud',
  ],
  [
    'an upstream that is a prepared query',
    upstreamEnvoyId({ name: 'geo-cache', type: 'prepared_query' }),
    'prepared_query:geo-cache',
  ],
  [
    'a prepared query in a datacenter',
    upstreamEnvoyId({ name: 'geo-cache', type: 'prepared_query', datacenter: 'dc2' }),
    'prepared_query:geo-cache?dc=dc2',
  ],
];
for (const [name, actual, expected] of names) {
  test(`the name of ${name}`, () => assert.equal(actual, expected));
}
