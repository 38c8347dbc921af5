// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { CAUSEWAY_TEMPO, CONSUL_TEMPO, Pulse } from './pulse.ts';

const cases = [
  {
    name: 'one of ours is alive right after it is up',
    tempo: CAUSEWAY_TEMPO,
    atMs: 0,
    is: 'alive',
  },
  { name: 'one of ours may miss two beats', tempo: CAUSEWAY_TEMPO, atMs: 14_999, is: 'alive' },
  { name: 'one of ours is dead after 15 s', tempo: CAUSEWAY_TEMPO, atMs: 15_000, is: 'dead' },
  { name: 'a Consul may miss one beat', tempo: CONSUL_TEMPO, atMs: 39_999, is: 'alive' },
  { name: 'a Consul is silent after 40 s', tempo: CONSUL_TEMPO, atMs: 40_000, is: 'silent' },
  { name: 'a Consul is silent for long', tempo: CONSUL_TEMPO, atMs: 119_999, is: 'silent' },
  { name: 'a Consul is dead after two minutes', tempo: CONSUL_TEMPO, atMs: 120_000, is: 'dead' },
] as const;

describe('the pulse of a peer:', () => {
  for (const { name, tempo, atMs, is } of cases) {
    test(name, () => assert.equal(new Pulse(tempo, 1_000).state(1_000 + atMs), is));
  }
  test('a beat starts the count anew', () => {
    const pulse = new Pulse(CONSUL_TEMPO, 0);
    pulse.heard(100_000);
    assert.equal(pulse.state(139_999), 'alive');
    assert.equal(pulse.state(140_000), 'silent');
  });
  test('a clock that is set back kills nobody', () => {
    const pulse = new Pulse(CAUSEWAY_TEMPO, 100_000);
    pulse.heard(50_000);
    assert.equal(pulse.state(60_000), 'alive');
  });
});
