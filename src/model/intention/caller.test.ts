// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type Caller, callerPattern, gatewayPattern, isCoveredBy } from './caller.ts';

const TD = '11111111-2222-3333-4444-555555555555.consul';
const shop: Caller = {
  trustDomain: TD,
  partition: 'default',
  namespace: 'default',
  service: 'shop',
  peer: '',
};

const matches = (caller: Caller, uri: string): boolean =>
  new RegExp(`^${callerPattern(caller)}$`).test(uri);

describe('the pattern of a caller', () => {
  const cases: [string, Caller, string, boolean][] = [
    ['matches its id', shop, `spiffe://${TD}/ns/default/dc/east/svc/shop`, true],
    ['matches it in any datacenter', shop, `spiffe://${TD}/ns/default/dc/x/svc/shop`, true],
    ['not another name', shop, `spiffe://${TD}/ns/default/dc/east/svc/shopper`, false],
    ['not another trust domain', shop, `spiffe://x.consul/ns/default/dc/east/svc/shop`, false],
    ['not another partition', shop, `spiffe://${TD}/ap/x/ns/default/dc/east/svc/shop`, false],
    ['not another namespace', shop, `spiffe://${TD}/ns/x/dc/east/svc/shop`, false],
    ['not a datacenter that is a path', shop, `spiffe://${TD}/ns/default/dc/a/b/svc/shop`, false],
    ['not a gateway', { ...shop, service: '*' }, `spiffe://${TD}/gateway/mesh/dc/east`, false],
    ['any name for *', { ...shop, service: '*' }, `spiffe://${TD}/ns/default/dc/e/svc/y`, true],
    [
      'says the partition',
      { ...shop, partition: 'Team' },
      `spiffe://${TD}/ap/team/ns/default/dc/e/svc/shop`,
      true,
    ],
    [
      'takes a dot as a dot',
      { ...shop, service: 'a.b' },
      `spiffe://${TD}/ns/default/dc/e/svc/axb`,
      false,
    ],
    [
      'takes a star in a name as a star',
      { ...shop, service: 'a*' },
      `spiffe://${TD}/ns/default/dc/e/svc/aaa`,
      false,
    ],
    [
      'escapes a slash as ids do',
      { ...shop, service: 'a/b' },
      `spiffe://${TD}/ns/default/dc/e/svc/a%2Fb`,
      true,
    ],
  ];
  for (const [name, caller, uri, expected] of cases) {
    test(name, () => assert.equal(matches(caller, uri), expected));
  }
});

test('the pattern of gateways matches no service', () => {
  const pattern = new RegExp(`^${gatewayPattern(TD, 'default')}$`);
  assert.ok(pattern.test(`spiffe://${TD}/gateway/mesh/dc/east`));
  assert.ok(!pattern.test(`spiffe://${TD}/ns/default/dc/east/svc/shop`));
});

test('an identity is the same through whichever peering it comes', () => {
  assert.ok(isCoveredBy(shop, { ...shop, peer: 'other' }));
  assert.ok(isCoveredBy(shop, { ...shop, service: '*' }));
  assert.ok(!isCoveredBy({ ...shop, service: '*' }, shop));
  assert.ok(!isCoveredBy(shop, { ...shop, trustDomain: 'x.consul' }));
});
