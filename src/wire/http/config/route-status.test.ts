// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openHttpHarness } from '../../../../test/http-harness.ts';
import { configEndpoints } from './endpoints.ts';

const http = (Name: string, Port: number, Hostname = '') => {
  return { Name, Port, Protocol: 'http', Hostname };
};
const tcp = (Name: string, Port: number) => ({ Name, Port, Protocol: 'tcp' });
const parent = (SectionName = '') => ({ Kind: 'api-gateway', Name: 'front', SectionName });
const httpRoute = (Parents: object[], services: string[], Hostnames: string[] = []) => {
  const Rules = [{ Services: services.map((Name) => ({ Name })) }];
  return { Kind: 'http-route', Name: 'route', Parents, Rules, Hostnames };
};
const tcpRoute = (Name: string, Parents: object[], service = 'bytes') => {
  return { Kind: 'tcp-route', Name, Parents, Services: [{ Name: service }] };
};

const NOT_ACCEPTED = 'failed to bind route to gateway front: route has not been accepted';
const WRONG_PROTOCOL = 'route protocol does not match targeted service protocol';

type Case = readonly [listeners: object[], entries: object[], id: string, messages: string[]];
const cases: Readonly<Record<string, Case>> = {
  'a route to a service that speaks otherwise': [
    [http('one', 1)],
    [httpRoute([parent('one')], ['bytes'])],
    'http-route/route',
    [WRONG_PROTOCOL, NOT_ACCEPTED],
  ],
  'a route to services of which the last speaks as it does': [
    [http('one', 1)],
    [httpRoute([parent('one')], ['bytes', 'web'])],
    'http-route/route',
    ['route is valid', 'successfully bound route'],
  ],
  'a listener that speaks otherwise': [
    [http('one', 1), tcp('two', 2)],
    [httpRoute([parent('two'), parent('one'), parent('three')], ['web'])],
    'http-route/route',
    [
      'route is valid',
      'successfully bound route',
      "failed to bind route route to gateway front with listener 'three'",
      'failed to bind route route to gateway front: listener two is not a http listener',
    ],
  ],
  'no listener that speaks the same': [
    [http('one', 1)],
    [tcpRoute('route', [parent()])],
    'tcp-route/route',
    ['route is valid', "failed to bind route route to gateway front with listener ''"],
  ],
  'a listener for other hosts': [
    [http('one', 1, '*.a.example'), http('two', 2, 'b.example')],
    [httpRoute([parent('one'), parent('two')], ['web'], ['x.a.example'])],
    'http-route/route',
    [
      'route is valid',
      'successfully bound route',
      'failed to bind route to gateway front: listener two is does not have any hostnames that match the route',
    ],
  ],
  'two routes at a listener that passes bytes': [
    [tcp('two', 2), tcp('one', 1)],
    [tcpRoute('a', [parent('one')]), tcpRoute('b', [parent('one')])],
    'api-gateway/front',
    [
      'gateway is valid',
      'TCP-based listeners currently only support binding a single route',
      'listener has no route conflicts',
      'resolved refs',
      'resolved refs',
    ],
  ],
};

for (const [name, [Listeners, entries, id, messages]] of Object.entries(cases)) {
  test(`status: ${name}`, async () => {
    await using server = await openHttpHarness({ endpoints: configEndpoints });
    for (const entry of [
      { Kind: 'service-defaults', Name: 'web', Protocol: 'http' },
      { Kind: 'api-gateway', Name: 'front', Listeners },
      ...entries,
    ]) {
      assert.equal((await server.put('/v1/config', entry)).status, 200);
    }
    const { Conditions } = (await server.get(`/v1/config/${id}`)).json.Status;
    assert.deepEqual(
      Conditions.map(({ Message }: { Message: string }) => Message),
      messages,
    );
  });
}
