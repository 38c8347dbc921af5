// SPDX-License-Identifier: Apache-2.0
// The demo as somebody runs it: it shows the main job, and whatever ends it, nothing stays behind.
import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { Leftovers } from '../runner/leftovers.ts';

const MAIN = join(import.meta.dirname, '..', '..', 'demo', 'main.ts');
const ONE_VARIANT = ['--protocol=http', '--mode=remote'];

/** Text that the demo has printed when the signal is sent, and what it is doing then. */
const moments = [
  { during: 'the start of the servers', text: '== http', signal: 'SIGINT', code: 130 },
  { during: 'the start of the gateways', text: 'ACTIVE, ACTIVE', signal: 'SIGINT', code: 130 },
  { during: 'the start of the sidecars', text: 'orders exported', signal: 'SIGTERM', code: 143 },
  { during: 'the calls', text: 'both answer', signal: 'SIGHUP', code: 129 },
] as const;

describe('the demo', () => {
  const leftovers = Leftovers.watch();
  after(() => leftovers.end());

  test('shows every variant, ends with a table and leaves nothing', async () => {
    const demo = new Demo(['--once']);
    assert.equal(await demo.code(), 0, demo.output);
    assert.doesNotMatch(demo.output, /✘/);
    assert.equal(demo.output.match(/^== /gm)?.length, 4);
    assert.match(demo.output, /^both sides ACTIVE( +\d+){4}$/m);
    assert.deepEqual(leftovers.clear(), []);
  });

  for (const { during, text, signal, code } of moments) {
    test(`leaves nothing after ${signal} in ${during}`, async () => {
      const demo = new Demo(['--once', ...ONE_VARIANT]);
      await demo.says(text);
      demo.signal(signal);
      // Whoever starts it through npm sends it twice: the terminal does, and npm.
      demo.signal(signal);
      assert.equal(await demo.code(), code, demo.output);
      assert.match(demo.output, /\ninterrupted\n$/);
      assert.deepEqual(leftovers.clear(), []);
    });
  }

  test('leaves nothing when it fails, and says why', async () => {
    const demo = new Demo(['--once', ...ONE_VARIANT], { ENVOY_PATH: '/bin/false' });
    assert.equal(await demo.code(), 1);
    assert.match(demo.output, /✘ .*mesh gateways started/);
    assert.match(demo.output, /mesh gateway ended:/);
    assert.deepEqual(leftovers.clear(), []);
  });

  test('keeps running for those who want to try it, until it is told to end', async () => {
    const demo = new Demo(ONE_VARIANT);
    await demo.says('west   CONSUL_HTTP_ADDR');
    const [, shop = ''] = /curl (\S+)/.exec(demo.output) ?? [];
    const answer = await fetch(shop);
    assert.equal(answer.status, 200);
    assert.match(await answer.text(), /order accepted by orders-\d of east/);
    demo.signal('SIGINT');
    assert.equal(await demo.code(), 130);
    assert.deepEqual(leftovers.clear(), []);
  });
});

class Demo {
  output = '';
  readonly #child: ChildProcess;
  readonly #ended: Promise<unknown[]>;

  constructor(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
    this.#child = spawn(process.execPath, [MAIN, ...args], {
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    this.#child.stdout?.setEncoding('utf8').on('data', (text: string) => (this.output += text));
    this.#ended = once(this.#child, 'close');
  }

  async code(): Promise<unknown> {
    const [code] = await this.#ended;
    return code;
  }

  /** Resolves when it has printed a text; rejects when it ends without. */
  async says(text: string): Promise<void> {
    const ended = this.#ended.then(() => {
      throw new Error(`it never said ${text}:\n${this.output}`);
    });
    ended.catch(() => {});
    while (!this.output.includes(text)) {
      await Promise.race([once(this.#child.stdout ?? this.#child, 'data'), ended]);
    }
  }

  signal(name: NodeJS.Signals): void {
    this.#child.kill(name);
  }
}
