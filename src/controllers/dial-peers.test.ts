// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, mock, test } from 'node:test';
import { Ledger } from '../../test/ledger.ts';
import { dialPeering } from '../../test/peering-samples.ts';
import { deletePeering } from '../commands/delete-peering.ts';
import { putConfigEntry } from '../commands/put-config-entry.ts';
import { registerCatalog } from '../commands/register-catalog.ts';
import { decodeConfigEntry } from '../model/config-entries/decode.ts';
import { importServerAddresses } from '../commands/import-server-addresses.ts';
import { terminatePeering } from '../commands/terminate-peering.ts';
import { silentLogger } from '../model/logger.ts';
import type { DialTarget, StreamEnd } from '../model/peering/dialing.ts';
import { DEFAULT_PEERING_LIMITS } from '../model/peering/limits.ts';
import { Views } from '../views/engine/engine.ts';
import { dialPeers } from './dial-peers.ts';

interface Dialed {
  readonly target: DialTarget;
  readonly address: string;
  readonly signal: AbortSignal;
  readonly end: (end: StreamEnd) => void;
}

let ledger: Ledger;
let stopping: AbortController;
let running: Promise<void>;
let dialed: Dialed[];

beforeEach(() => {
  mock.timers.enable({ apis: ['setTimeout'] });
  ledger = new Ledger();
  stopping = new AbortController();
  dialed = [];
  running = dialPeers(
    {
      views: new Views(ledger.state),
      issue: async (command, input) => ledger.issue(command, input),
      dial: (target, address, signal) =>
        new Promise((resolve) => {
          dialed.push({ target, address, signal, end: resolve });
          signal.addEventListener('abort', () => resolve({ reason: 'stopped' }));
        }),
      logger: silentLogger,
    },
    stopping.signal,
  );
});

afterEach(async () => {
  stopping.abort();
  await settled();
  mock.timers.reset();
  await running;
});

/** Everything that follows from what has happened, but for the passing of time. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

const failed = (upMs: number, grpcCode?: number): StreamEnd => {
  const failure = { reason: 'failed', message: 'x', upMs } as const;
  return grpcCode === undefined ? failure : { ...failure, grpcCode };
};

async function fails(upMs = 0, grpcCode?: number): Promise<void> {
  dialed.at(-1)?.end(failed(upMs, grpcCode));
  await settled();
}

async function pass(ms: number): Promise<void> {
  mock.timers.tick(ms);
  await settled();
}

describe('a peering that we dial', () => {
  test('is dialed as soon as it is established', async () => {
    dialPeering(ledger, 'west');
    await settled();
    assert.equal(dialed.length, 1);
    assert.equal(dialed[0]?.address, '10.0.0.1:8503');
    assert.equal(dialed[0]?.target.remoteId, 'id-over-there');
  });

  test('is dialed once, not again while its stream is open', async () => {
    dialPeering(ledger, 'west');
    await settled();
    const addresses = { peeringId: 'id-of-west', addresses: ['10.0.0.2:8503'] };
    ledger.issue(importServerAddresses, { ...addresses, limits: DEFAULT_PEERING_LIMITS });
    await pass(60_000);
    assert.equal(dialed.length, 1);
  });

  test('is dialed at once when a stream that was up drops', async () => {
    dialPeering(ledger, 'west');
    await settled();
    await fails(60_000);
    assert.equal(dialed.length, 2);
  });

  test('is dialed later and later when it never comes up, at one address after the other', async () => {
    dialPeering(ledger, 'west', { ServerAddresses: ['a.example:1', 'b.example:2'] });
    await settled();
    for (const ms of [2_000, 4_000, 8_000]) {
      const before = dialed.length;
      await fails();
      await pass(ms - 1);
      assert.equal(dialed.length, before);
      await pass(1);
      assert.equal(dialed.length, before + 1);
    }
    assert.deepEqual(
      dialed.map(({ address }) => address),
      ['a.example:1', 'b.example:2', 'a.example:1', 'b.example:2'],
    );
  });

  test('is looked for quickly among servers that do not lead', async () => {
    dialPeering(ledger, 'west');
    await settled();
    await fails(0, 9);
    await pass(8);
    assert.equal(dialed.length, 2);
  });

  test('that drops right after it came up is not dialed in a circle', async () => {
    dialPeering(ledger, 'west');
    await settled();
    await fails(10);
    assert.equal(dialed.length, 1);
    await pass(2_000);
    assert.equal(dialed.length, 2);
  });

  test('starts afresh after a stream that was up', async () => {
    dialPeering(ledger, 'west');
    await settled();
    for (const ms of [2_000, 4_000]) {
      await fails();
      await pass(ms);
    }
    await fails(60_000);
    await fails();
    await pass(2_000);
    assert.equal(dialed.length, 5);
  });

  test('is dialed at once when its record changes: what failed may work now', async () => {
    dialPeering(ledger, 'west');
    await settled();
    await fails();
    dialPeering(ledger, 'west', { ServerAddresses: ['10.0.0.9:8503'] });
    await settled();
    assert.equal(dialed.at(-1)?.address, '10.0.0.9:8503');
    await fails();
    await pass(2_000);
    assert.equal(dialed.length, 3);
  });

  test('is not dialed again once it is deleted; its stream says its own goodbye', async () => {
    dialPeering(ledger, 'west');
    await settled();
    ledger.issue(deletePeering, { name: 'west', deletedAt: '2026-01-01T00:00:00Z' });
    await settled();
    assert.equal(dialed[0]?.signal.aborted, false);
    dialed[0]?.end({ reason: 'terminated' });
    await pass(100_000);
    assert.equal(dialed.length, 1);
  });

  test('that the other side ended is dialed again when it is established again', async () => {
    dialPeering(ledger, 'west');
    await settled();
    ledger.issue(terminatePeering, { peeringId: 'id-of-west' });
    dialed[0]?.end({ reason: 'terminated' });
    await pass(100_000);
    assert.equal(dialed.length, 1);
    dialPeering(ledger, 'west');
    await settled();
    assert.equal(dialed.length, 2);
  });

  test('does not hold up another', async () => {
    dialPeering(ledger, 'west');
    dialPeering(ledger, 'north');
    await settled();
    assert.deepEqual(dialed.map(({ target }) => target.peer).sort(), ['north', 'west']);
  });
});

describe('a peering that we dial through mesh gateways', () => {
  const throughGateways = (isOn: boolean) => {
    const Peering = { PeerThroughMeshGateways: isOn };
    ledger.issue(putConfigEntry, { entry: decodeConfigEntry({ Kind: 'mesh', Peering }) });
    return settled();
  };
  const addGateway = (Port: number) => {
    const Service = {
      Service: 'mesh-gateway',
      ID: `gateway-${Port}`,
      Kind: 'mesh-gateway',
      Port,
      TaggedAddresses: { wan: { Address: '198.51.100.7', Port: 443 } },
    };
    const request = { Node: 'gateways', Address: '10.1.0.9', Service };
    ledger.issue(registerCatalog, { request, datacenter: 'dc1' });
    return settled();
  };
  const addresses = () => dialed.map(({ address }) => address);

  test('is dialed at each of them, inside, and then directly', async () => {
    await throughGateways(true);
    await addGateway(8_443);
    await addGateway(8_444);
    dialPeering(ledger, 'west');
    await settled();
    for (const ms of [2_000, 4_000, 8_000]) {
      await fails();
      await pass(ms);
    }
    assert.deepEqual(addresses(), [
      '10.1.0.9:8443',
      '10.1.0.9:8444',
      '10.0.0.1:8503',
      '10.1.0.9:8443',
    ]);
  });

  test('is dialed directly while there is none, and at the first that comes at once', async () => {
    await throughGateways(true);
    dialPeering(ledger, 'west');
    await settled();
    await fails();
    await addGateway(8_443);
    assert.deepEqual(addresses(), ['10.0.0.1:8503', '10.1.0.9:8443']);
  });

  test('is dialed directly again when it is to be', async () => {
    await throughGateways(true);
    await addGateway(8_443);
    dialPeering(ledger, 'west');
    await settled();
    await fails();
    await throughGateways(false);
    assert.deepEqual(addresses(), ['10.1.0.9:8443', '10.0.0.1:8503']);
  });

  test('is dialed directly when it takes no TLS, of which gateways could read its name', async () => {
    await throughGateways(true);
    await addGateway(8_443);
    dialPeering(ledger, 'west', { CA: null, ServerName: '' });
    await settled();
    assert.deepEqual(addresses(), ['10.0.0.1:8503']);
  });

  test('keeps its stream when the ways change', async () => {
    dialPeering(ledger, 'west');
    await settled();
    await throughGateways(true);
    await addGateway(8_443);
    assert.deepEqual(addresses(), ['10.0.0.1:8503']);
    assert.equal(dialed[0]?.signal.aborted, false);
  });
});
