// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { DeltaStream, type DeltaResponse } from './delta-stream.ts';
import type { TypeRequest } from './delta-type.ts';
import type { Resource, ResourceRef, ResourceSet, ResourceType } from './resource-set.ts';

const idle: TypeRequest = { subscribe: [], unsubscribe: [], initialVersions: {}, nonce: '' };

function resource(name: string, version = '1', children: readonly ResourceRef[] = []): Resource {
  return { name, version, any: Buffer.from(name + version), children };
}

function setOf(parts: Partial<Record<ResourceType, readonly Resource[]>>): ResourceSet {
  const byName = (type: ResourceType) => new Map((parts[type] ?? []).map((r) => [r.name, r]));
  return {
    secrets: byName('secrets'),
    clusters: byName('clusters'),
    endpoints: byName('endpoints'),
    listeners: byName('listeners'),
    routes: byName('routes'),
    problems: [],
  };
}

class Envoy {
  readonly stream = new DeltaStream();
  readonly #mayBeEmpty: ReadonlySet<ResourceType>;

  constructor(mayBeEmpty: readonly ResourceType[] = []) {
    this.#mayBeEmpty = new Set(mayBeEmpty);
  }

  has(resources: ResourceSet): void {
    this.stream.resources(resources, this.#mayBeEmpty);
  }

  subscribe(type: ResourceType, ...names: string[]): void {
    this.stream.request(type, { ...idle, subscribe: names });
  }

  next(): string {
    return show(this.stream.next());
  }

  ack(type: ResourceType, nonce: string): void {
    this.stream.request(type, { ...idle, nonce });
  }

  nack(type: ResourceType, nonce: string, errorMessage: string) {
    return this.stream.request(type, { ...idle, nonce, errorMessage });
  }
}

function show(response: DeltaResponse | undefined): string {
  if (response === undefined) return 'nothing';
  const names = response.resources.map(({ name, version }) => `${name}@${version}`);
  const removed = response.removed.map((name) => `-${name}`);
  return [response.nonce, response.type, ...names, ...removed].join(' ');
}

const child: ResourceRef = { type: 'endpoints', name: 'a' };

describe('a delta xDS stream', () => {
  test('sends clusters and endpoints first and holds listeners until both are acknowledged', () => {
    const envoy = new Envoy();
    envoy.has(
      setOf({
        clusters: [resource('a', '1', [child])],
        endpoints: [resource('a')],
        listeners: [resource('l')],
      }),
    );
    envoy.subscribe('clusters');
    envoy.subscribe('listeners');
    assert.equal(envoy.next(), '00000001 clusters a@1');
    assert.equal(envoy.next(), 'nothing');
    envoy.subscribe('endpoints', 'a');
    assert.equal(envoy.next(), '00000002 endpoints a@1');
    envoy.ack('clusters', '00000001');
    assert.equal(envoy.next(), 'nothing');
    envoy.ack('endpoints', '00000002');
    assert.equal(envoy.next(), '00000003 listeners l@1');
    envoy.ack('listeners', '00000003');
    assert.equal(envoy.next(), 'nothing');
  });

  test('sends the endpoints again when their cluster is sent again', () => {
    const envoy = new Envoy();
    const endpoints = [resource('a')];
    envoy.has(setOf({ clusters: [resource('a', '1', [child])], endpoints }));
    envoy.subscribe('clusters');
    envoy.subscribe('endpoints', 'a');
    envoy.next();
    envoy.next();
    envoy.has(setOf({ clusters: [resource('a', '2', [child])], endpoints }));
    envoy.ack('clusters', '00000001');
    assert.equal(envoy.next(), '00000003 clusters a@2');
    // The late acknowledgement of the first endpoints must not count for the new cluster.
    envoy.ack('endpoints', '00000002');
    assert.equal(envoy.next(), '00000004 endpoints a@1');
  });

  test('removes a cluster only after the listener that used it is gone', () => {
    const envoy = new Envoy(['listeners', 'clusters']);
    envoy.has(setOf({ clusters: [resource('a')], listeners: [resource('l')] }));
    envoy.subscribe('clusters');
    envoy.subscribe('listeners');
    envoy.next();
    envoy.ack('clusters', '00000001');
    envoy.next();
    envoy.ack('listeners', '00000002');
    envoy.has(setOf({}));
    assert.equal(envoy.next(), '00000003 listeners -l');
    assert.equal(envoy.next(), 'nothing');
    envoy.ack('listeners', '00000003');
    assert.equal(envoy.next(), '00000004 clusters -a');
  });

  test('isolates the bad one of several refused resources and delivers the others', () => {
    const envoy = new Envoy();
    const wanted = setOf({ clusters: [resource('bad'), resource('good')] });
    envoy.has(wanted);
    envoy.subscribe('clusters');
    envoy.next();
    const first = envoy.nack('clusters', '00000001', 'no');
    assert.deepEqual(first, { message: 'no', names: ['bad', 'good'] });
    assert.equal(envoy.next(), '00000002 clusters bad@1');
    assert.deepEqual(envoy.nack('clusters', '00000002', 'no'), { message: 'no', names: ['bad'] });
    assert.equal(envoy.next(), '00000003 clusters good@1');
    envoy.ack('clusters', '00000003');
    assert.equal(envoy.next(), 'nothing');
    envoy.has(setOf({ clusters: [resource('bad', '2'), resource('good')] }));
    assert.equal(envoy.next(), '00000004 clusters bad@2');
  });

  test('answers an empty first response only where a proxy of that kind may have none', () => {
    const gateway = new Envoy(['clusters']);
    gateway.has(setOf({}));
    gateway.subscribe('clusters');
    gateway.subscribe('listeners');
    assert.equal(gateway.next(), '00000001 clusters');
    gateway.ack('clusters', '00000001');
    assert.equal(gateway.next(), 'nothing');
  });

  test('honours the versions that Envoy kept across a reconnect and removes what is gone', () => {
    const envoy = new Envoy();
    envoy.has(setOf({ clusters: [resource('a', '1'), resource('b', '2')] }));
    envoy.stream.request('clusters', { ...idle, initialVersions: { a: '1', b: '1', c: '1' } });
    assert.equal(envoy.next(), '00000001 clusters b@2');
    envoy.ack('clusters', '00000001');
    assert.equal(envoy.next(), '00000002 clusters -c');
  });

  test('sends a named resource again to whoever subscribes to it again', () => {
    const envoy = new Envoy();
    envoy.has(setOf({ endpoints: [resource('a')] }));
    envoy.subscribe('endpoints', 'a');
    envoy.next();
    envoy.ack('endpoints', '00000001');
    assert.equal(envoy.next(), 'nothing');
    envoy.subscribe('endpoints', 'a');
    assert.equal(envoy.next(), '00000002 endpoints a@1');
  });

  test('ignores an acknowledgement that belongs to no response on its way', () => {
    const envoy = new Envoy();
    envoy.has(setOf({ clusters: [resource('a')] }));
    envoy.subscribe('clusters');
    envoy.next();
    envoy.ack('clusters', 'ffffffff');
    envoy.has(setOf({ clusters: [resource('a', '2')] }));
    assert.equal(envoy.next(), 'nothing');
  });
});
