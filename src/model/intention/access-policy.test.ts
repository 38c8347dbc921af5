// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type {
  IntentionPermission,
  ServiceIntentions,
  SourceIntention,
} from '../config-entries/service-intentions/schema.ts';
import { type AccessPolicy, accessPolicyOf } from './access-policy.ts';
import { type Caller, isCoveredBy } from './caller.ts';
import { type Rules, rulesFor } from './rules.ts';

const own = { trustDomain: 'own.consul', partition: 'default' };
const east = { trustDomain: 'east.consul', partition: 'default' };
const issuers = new Map([
  ['', own],
  ['east', east],
]);

function rules(sources: readonly SourceIntention[], ofAll: readonly SourceIntention[] = []): Rules {
  const entry = (Name: string, Sources: readonly SourceIntention[]): ServiceIntentions => ({
    Kind: 'service-intentions',
    Name,
    Sources,
  });
  return rulesFor(entry('orders', sources), entry('*', ofAll), (peer) => issuers.get(peer));
}

function policy(
  otherwise: 'allow' | 'deny',
  sources: readonly SourceIntention[],
  ofAll: readonly SourceIntention[] = [],
  isHttp = false,
): AccessPolicy {
  const { rules: found, refusesStrangers } = rules(sources, ofAll);
  const strangersBut = refusesStrangers ? ['east.consul'] : undefined;
  const input = { rules: found, otherwise, isHttp, gateway: own };
  return accessPolicyOf(strangersBut ? { ...input, strangersBut } : input);
}

function caller(service: string, issuer = own): Caller {
  return { ...issuer, namespace: 'default', service, peer: issuer === own ? '' : 'east' };
}

/** What a policy without requests in it does with a caller. */
function verdict(found: AccessPolicy, who: Caller): 'allow' | 'deny' {
  const isListed = found.callers.some(
    ({ caller: those, except }) =>
      isCoveredBy(who, those) && !except.some((other) => isCoveredBy(who, other)),
  );
  const other = found.listed === 'allow' ? 'deny' : 'allow';
  return isListed ? found.listed : other;
}

const allow = (Name: string, Peer?: string): SourceIntention => source(Name, 'allow', Peer);
const deny = (Name: string, Peer?: string): SourceIntention => source(Name, 'deny', Peer);

function source(Name: string, Action: 'allow' | 'deny', Peer?: string): SourceIntention {
  return Peer === undefined ? { Name, Action } : { Name, Action, Peer };
}

describe('a caller is let in', () => {
  const shop = caller('shop');
  const shopOfEast = caller('shop', east);
  type Case = [string, readonly SourceIntention[], readonly SourceIntention[], Caller, string];
  const cases: Case[] = [
    ['if it is allowed by name', [allow('shop')], [], shop, 'allow'],
    ['not if another is', [allow('cart')], [], shop, 'deny'],
    ['if everybody is', [allow('*')], [], shop, 'allow'],
    ['not if everybody is but it is denied by name', [allow('*'), deny('shop')], [], shop, 'deny'],
    ['if everybody is denied but it is allowed', [deny('*'), allow('shop')], [], shop, 'allow'],
    ['if it is allowed everywhere', [], [allow('shop')], shop, 'allow'],
    [
      'not if it is allowed everywhere but everybody is denied here',
      [deny('*')],
      [allow('shop')],
      shop,
      'deny',
    ],
    [
      'if everybody is allowed here but it is denied everywhere',
      [allow('*')],
      [deny('shop')],
      shop,
      'allow',
    ],
    ['not if a service of that name is, of a peer', [allow('shop', 'east')], [], shop, 'deny'],
    ['from a peer if that is allowed', [allow('shop', 'east')], [], shopOfEast, 'allow'],
    ['not from a peer if only ours of that name is', [allow('shop')], [], shopOfEast, 'deny'],
    ['not from a peer if everybody of ours is', [allow('*')], [], shopOfEast, 'deny'],
    ['from a peer if everybody of the peer is', [allow('*', 'east')], [], shopOfEast, 'allow'],
    [
      'not from a peer if it alone is denied there',
      [allow('*', 'east'), deny('shop', 'east')],
      [],
      shopOfEast,
      'deny',
    ],
    ['not from a peer whose certificates are unknown', [allow('shop', 'west')], [], shop, 'deny'],
  ];
  for (const [name, sources, ofAll, who, expected] of cases) {
    test(name, () => assert.equal(verdict(policy('deny', sources, ofAll), who), expected));
  }
});

test('the default decides nothing that a rule decides', () => {
  const sources = [allow('*'), deny('shop'), allow('shop', 'east'), deny('*', 'east')];
  const everybody = ['shop', 'cart'].flatMap((name) => [caller(name), caller(name, east)]);
  for (const who of everybody) {
    const verdicts = (['allow', 'deny'] as const).map((one) => verdict(policy(one, sources), who));
    assert.equal(verdicts[0], verdicts[1], JSON.stringify(who));
  }
});

test('a rule never lets in whom a higher rule with another verdict has shut out', () => {
  // The higher rule is the wider one here, which Envoy can't be told by exceptions.
  const found = policy('deny', [deny('*')], [allow('shop'), allow('cart')]);
  assert.deepEqual(found.callers, []);
});

test('two intentions for one caller count once, the more specific one', () => {
  const { rules: found } = rules([deny('shop')], [allow('shop'), allow('cart')]);
  assert.deepEqual(
    found.map((rule) => [rule.caller.service, rule.decides]),
    [
      ['shop', 'deny'],
      ['cart', 'allow'],
    ],
  );
});

test('a peer that would be refused and can not be told is refused as a stranger', () => {
  assert.deepEqual(policy('allow', [deny('shop', 'west')], [], true).strangersBut, ['east.consul']);
});

test('strangers need no mention where everybody else is refused', () => {
  assert.equal(policy('deny', [deny('shop', 'west')], [], true).strangersBut, undefined);
});

test('strangers can not even connect where bytes are passed through', () => {
  assert.equal(policy('allow', [deny('shop', 'west')], [], false).strangersBut, undefined);
});

describe('permissions', () => {
  const permissions: readonly IntentionPermission[] = [
    { Action: 'deny', HTTP: { PathPrefix: '/admin' } },
    { Action: 'allow', HTTP: { PathPrefix: '/' } },
    { Action: 'deny', HTTP: { PathExact: '/late' } },
  ];
  const shop: SourceIntention = { Name: 'shop', Permissions: permissions };

  test('are asked in order: each counts for what no earlier one has decided', () => {
    const [listed] = policy('deny', [shop], [], true).requests;
    assert.deepEqual(listed?.requests, [
      { http: { PathPrefix: '/' }, except: [{ PathPrefix: '/admin' }] },
    ]);
  });

  test('that refuse are listed where the rest is let in', () => {
    const [listed] = policy('allow', [shop], [], true).requests;
    assert.deepEqual(listed?.requests, [
      { http: { PathPrefix: '/admin' }, except: [] },
      { http: { PathExact: '/late' }, except: [{ PathPrefix: '/admin' }, { PathPrefix: '/' }] },
    ]);
  });

  test('after one that fits every request count for nothing', () => {
    const all: readonly IntentionPermission[] = [{ Action: 'deny' }, { Action: 'allow' }];
    const found = policy('deny', [{ Name: 'shop', Permissions: all }], [], true);
    assert.deepEqual(found.requests, []);
  });

  test('take the caller out of lower rules, also for requests that fit none of them', () => {
    const found = policy('deny', [shop, allow('*')], [], true);
    assert.deepEqual(
      found.callers.map(({ except }) => except.map(({ service }) => service)),
      [['shop']],
    );
  });

  test('refuse altogether where requests can not be looked into', () => {
    assert.deepEqual(policy('deny', [shop]).callers, []);
    assert.equal(verdict(policy('allow', [shop]), caller('shop')), 'deny');
  });
});
