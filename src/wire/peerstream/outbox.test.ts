// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { SERVICE_URL } from './messages.ts';
import { Outbox, type Outgoing } from './outbox.ts';

const KIB = 1_024;
const LIMITS = { maxMessageBytes: 8 * KIB, maxUnconfirmedBytes: 4 * KIB };

const resource = (id: string, content: string | Uint8Array): Outgoing => ({
  url: SERVICE_URL,
  id,
  bytes: () => (typeof content === 'string' ? Buffer.from(content) : content),
});

const neverTooLarge = (id: string): never => assert.fail(`${id} is too large`);

/** Everything that may be sent now, as `nonce id content`. */
function drain(outbox: Outbox, nowMs = 0): string[] {
  const letters: string[] = [];
  for (;;) {
    const letter = outbox.take(nowMs, neverTooLarge);
    if (letter === undefined) return letters;
    const content = Buffer.from(letter.bytes).toString().slice(0, 8);
    letters.push(`${letter.nonce} ${letter.id} ${content}`);
  }
}

describe('the outbox', () => {
  test('numbers what it sends from 1 in eight hexadecimal digits, over all types', () => {
    const outbox = new Outbox(LIMITS);
    for (let i = 1; i <= 17; i += 1) outbox.put(resource(`s${i}`, 'x'), 0);
    const nonces = drain(outbox).map((line) => line.slice(0, 8));
    assert.equal(nonces[0], '00000001');
    assert.equal(nonces[9], '0000000a');
  });

  test('sends only the newest of several values', () => {
    const outbox = new Outbox(LIMITS);
    outbox.put(resource('web', 'old'), 0);
    outbox.put(resource('api', 'one'), 0);
    outbox.put(resource('web', 'new'), 0);
    assert.deepEqual(drain(outbox), ['00000001 web new', '00000002 api one']);
  });

  test('does not send equal content twice', () => {
    const outbox = new Outbox(LIMITS);
    outbox.put(resource('web', 'one'), 0);
    drain(outbox);
    outbox.put(resource('web', 'one'), 0);
    assert.deepEqual(drain(outbox), []);
    outbox.put(resource('web', 'two'), 0);
    assert.deepEqual(drain(outbox), ['00000002 web two']);
  });

  test('sends what it has forgotten again', () => {
    const outbox = new Outbox(LIMITS);
    outbox.put(resource('web', 'one'), 0);
    drain(outbox);
    outbox.forget({ url: SERVICE_URL, id: 'web' });
    outbox.put(resource('web', 'one'), 0);
    assert.deepEqual(drain(outbox), ['00000002 web one']);
  });

  test('does not send what was forgotten before its turn', () => {
    const outbox = new Outbox(LIMITS);
    outbox.put(resource('web', 'one'), 0);
    outbox.forget({ url: SERVICE_URL, id: 'web' });
    assert.deepEqual(drain(outbox), []);
    assert.equal(outbox.unconfirmedSinceMs, undefined);
  });

  test('waits while too much is unconfirmed, and then sends the newest', () => {
    const outbox = new Outbox(LIMITS);
    const large = new Uint8Array(3 * KIB);
    outbox.put(resource('a', large), 0);
    outbox.put(resource('b', large), 0);
    outbox.put(resource('c', 'old'), 0);
    assert.equal(drain(outbox).length, 2);
    outbox.put(resource('c', 'new'), 0);
    outbox.confirm('00000001');
    assert.deepEqual(drain(outbox), ['00000003 c new']);
  });

  test('takes a refusal for an answer: the value is not sent again until it changes', () => {
    const outbox = new Outbox(LIMITS);
    outbox.put(resource('web', 'bad'), 0);
    drain(outbox);
    outbox.confirm('00000001');
    outbox.put(resource('web', 'bad'), 0);
    assert.deepEqual(drain(outbox), []);
  });

  test('reports what is too large once, and sends the rest', () => {
    const outbox = new Outbox(LIMITS);
    const tooLarge: string[] = [];
    outbox.put(resource('huge', new Uint8Array(9 * KIB)), 0);
    outbox.put(resource('web', 'one'), 0);
    const letter = outbox.take(0, (id, sizeBytes) => tooLarge.push(`${id} ${sizeBytes > 9 * KIB}`));
    assert.equal(letter?.id, 'web');
    assert.deepEqual(tooLarge, ['huge true']);
    outbox.put(resource('huge', new Uint8Array(9 * KIB)), 0);
    assert.deepEqual(drain(outbox), []);
  });

  test('knows since when the peer lacks something', () => {
    const outbox = new Outbox(LIMITS);
    outbox.put(resource('web', 'one'), 5);
    outbox.put(resource('web', 'two'), 7);
    assert.equal(outbox.unconfirmedSinceMs, 5);
    drain(outbox, 8);
    outbox.put(resource('api', 'one'), 9);
    assert.equal(outbox.unconfirmedSinceMs, 5);
    outbox.confirm('00000001');
    assert.equal(outbox.unconfirmedSinceMs, 9);
    drain(outbox, 10);
    outbox.confirm('00000002');
    assert.equal(outbox.unconfirmedSinceMs, undefined);
  });

  test('passes over confirmations of what it never sent', () => {
    const outbox = new Outbox(LIMITS);
    outbox.confirm('0000ffff');
    outbox.put(resource('web', 'one'), 0);
    assert.deepEqual(drain(outbox), ['00000001 web one']);
  });
});
