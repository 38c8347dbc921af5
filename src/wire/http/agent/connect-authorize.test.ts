// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { type Answer, type HttpHarness, openHttpHarness } from '../../../../test/http-harness.ts';
import { SERVER_SETTINGS_KEY, serverSettings } from '../../../state/tables/server-settings.ts';

const DOMAIN = 'spiffe://11111111-2222-3333-4444-555555555555.consul';
const WEB = `${DOMAIN}/ns/default/dc/dc1/svc/web`;

let agent: HttpHarness;
const allowByDefault = (defaultIntentionPolicy: 'allow' | 'deny'): void => {
  const value = { defaultIntentionPolicy };
  agent.core.state.applyLocal({ table: serverSettings.name, key: SERVER_SETTINGS_KEY, value });
};
before(async () => {
  agent = await openHttpHarness();
  allowByDefault('allow');
  const Sources = [
    { Name: 'web', Action: 'deny' },
    { Name: '*', Action: 'allow' },
    { Name: 'api', Permissions: [{ Action: 'allow', HTTP: { PathPrefix: '/' } }] },
    { Name: 'far', Peer: 'west', Action: 'deny' },
  ];
  for (const entry of [
    { Kind: 'service-defaults', Name: 'shop', Protocol: 'http' },
    { Kind: 'service-intentions', Name: 'shop', Sources },
  ]) {
    assert.equal((await agent.put('/v1/config', entry)).text, 'true');
  }
});
after(() => agent.close());

function ask(body: unknown, query = ''): Promise<Answer> {
  return agent.send('POST', `/v1/agent/connect/authorize${query}`, body);
}

const caller = (name: string, namespace = 'default') =>
  `${DOMAIN}/ns/${namespace}/dc/dc1/svc/${name}`;

describe('whether a service may connect', () => {
  const cases: Record<string, [uri: string, isAuthorized: boolean, reason: string]> = {
    'is said by the intention that names it': [
      WEB,
      false,
      'Matched L4 intention: default/web => default/shop (Precedence: 9, Action: DENY)',
    ],
    'is said by the intention for all': [
      caller('other'),
      true,
      'Matched L4 intention: default/* => default/shop (Precedence: 8, Action: ALLOW)',
    ],
    'is denied where it depends on the request': [
      caller('api'),
      false,
      'Matched L7 intention: default/api => default/shop (Precedence: 9, Permissions: 1)',
    ],
    'is not said by an intention for a peer': [
      caller('far'),
      true,
      'Matched L4 intention: default/* => default/shop (Precedence: 8, Action: ALLOW)',
    ],
    'is said by the default in other namespaces': [
      caller('web', 'other'),
      true,
      'Default behavior configured by ACLs',
    ],
  };
  for (const [name, [ClientCertURI, Authorized, Reason]] of Object.entries(cases)) {
    test(name, async () => {
      const answer = await ask({ Target: 'shop', ClientCertURI, ClientCertSerial: '01:02' });
      assert.deepEqual([answer.status, answer.json], [200, { Authorized, Reason }]);
      assert.equal(answer.headers.get('x-cache'), 'HIT');
    });
  }

  test('is said by the policy where no intention does', async () => {
    const body = { Target: 'lonely', ClientCertURI: WEB };
    const allowed = { Authorized: true, Reason: 'Default behavior configured by ACLs' };
    assert.deepEqual((await ask(body)).json, allowed);
    allowByDefault('deny');
    const denied = { Authorized: false, Reason: 'Default intention policy' };
    assert.deepEqual((await ask(body)).json, denied);
    allowByDefault('allow');
  });
});
