// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import { Ledger } from '../../test/ledger.ts';
import { dialPeering, REMOTE, sampleToken } from '../../test/peering-samples.ts';
import type { PeeringSecretsRow } from '../model/peering/peering.ts';
import { Refusal } from '../model/refusal.ts';
import { peerings } from '../state/tables/peerings.ts';
import { peeringSecrets } from '../state/tables/peering-secrets.ts';
import { peerStreams } from '../state/tables/peer-streams.ts';
import { put } from './command.ts';
import { confirmPeering } from './confirm-peering.ts';
import { deletePeering } from './delete-peering.ts';
import { establishPeering } from './establish-peering.ts';
import { exchangePeeringSecret } from './exchange-peering-secret.ts';
import { generatePeeringToken } from './generate-peering-token.ts';
import { openPeerStream } from './open-peer-stream.ts';
import { prepareDial } from './prepare-dial.ts';
import { terminatePeering } from './terminate-peering.ts';

let ledger: Ledger;

beforeEach(() => {
  ledger = new Ledger();
});

const generate = (establishmentSecret: string, name = 'west') =>
  ledger.issue(generatePeeringToken, {
    name,
    meta: { a: 'b' },
    newId: `id-${establishmentSecret}`,
    establishmentSecret,
  }).peeringId;

const exchange = (peeringId: string, establishmentSecret: string, streamSecret: string) =>
  ledger.issue(exchangePeeringSecret, { peeringId, establishmentSecret, streamSecret });

const open = (peeringId: string, streamSecret: string) =>
  ledger.issue(openPeerStream, { peeringId, streamSecret, remote: REMOTE });

const secretsOf = (id: string): Omit<PeeringSecretsRow, 'peeringId'> | undefined => {
  const { peeringId: _, ...secrets } = ledger.read.get(peeringSecrets, id)?.value ?? {
    peeringId: '',
  };
  return secrets;
};

const peering = (name = 'west') => ledger.read.get(peerings, name)?.value;

const refuses = (code: string, message: RegExp) => (error: unknown) => {
  assert.ok(error instanceof Refusal, String(error));
  assert.equal(error.code, code);
  assert.match(error.message, message);
  return true;
};

const remove = (name = 'west') =>
  ledger.issue(deletePeering, { name, deletedAt: '2026-01-01T00:00:00Z' });

describe('a token', () => {
  test('makes an acceptor that waits', () => {
    const id = generate('one');
    assert.deepEqual(secretsOf(id), { establishment: 'one' });
    const { ID, lifecycle, PeerID, Meta } = peering() ?? {};
    assert.deepEqual(
      { ID, lifecycle, PeerID, Meta },
      { ID: 'id-one', lifecycle: 'pending', PeerID: '', Meta: { a: 'b' } },
    );
  });

  test('takes the place of an earlier one: same record, new secret, and the record shows it', () => {
    const first = generate('one');
    const before = ledger.read.get(peerings, 'west');
    assert.equal(generate('two'), first);
    const after = ledger.read.get(peerings, 'west');
    assert.deepEqual(after?.value, before?.value);
    assert.ok((after?.modifyRevision ?? 0) > (before?.modifyRevision ?? 0));
    assert.deepEqual(secretsOf(first), { establishment: 'two' });
    assert.throws(() => exchange(first, 'one', 's'), /invalid peering establishment secret/);
  });

  test('leaves the secrets of streams alone', () => {
    const id = generate('one');
    exchange(id, 'one', 's1');
    open(id, 's1');
    generate('two');
    exchange(id, 'two', 's2');
    generate('three');
    assert.deepEqual(secretsOf(id), {
      activeStream: 's1',
      pendingStream: 's2',
      establishment: 'three',
    });
  });

  test('can be exchanged once', () => {
    const id = generate('one');
    exchange(id, 'one', 's1');
    assert.deepEqual(secretsOf(id), { pendingStream: 's1' });
    for (const secret of ['one', '']) {
      assert.throws(
        () => exchange(id, secret, 's2'),
        refuses('permission-denied', /^invalid peering establishment secret$/),
      );
    }
  });

  test('of an unknown peering looks like a wrong one', () => {
    assert.throws(
      () => exchange('nobody', 'one', 's1'),
      refuses('permission-denied', /^invalid peering establishment secret$/),
    );
  });

  const refusals: readonly [string, () => unknown, RegExp][] = [
    [
      'is refused where we dial',
      () => {
        dialPeering(ledger, 'west');
        return generate('one');
      },
      /^cannot create peering with name: "west"; there is already an established peering$/,
    ],
    [
      'is refused while the peering is being deleted',
      () => {
        generate('one');
        remove();
        return generate('two');
      },
      /^failed to write peering: cannot write to peering that is marked for deletion$/,
    ],
    [
      'is refused once the peer has deleted the peering',
      () => {
        ledger.issue(terminatePeering, { peeringId: generate('one') });
        return generate('two');
      },
      /the peer has deleted peering "west"; delete it here/,
    ],
    ['needs a name', () => generate('one', '--AA--'), /^--AA-- is not a valid peer name: /],
  ];
  for (const [name, attempt, message] of refusals) {
    test(name, () => assert.throws(attempt, refuses('rpc-error', message)));
  }
});

describe('a stream is opened', () => {
  test('with the secret of the exchange, which becomes the secret of the peering', () => {
    const id = generate('one');
    exchange(id, 'one', 's1');
    assert.deepEqual(open(id, 's1'), { outcome: 'opened', peer: 'west' });
    assert.deepEqual(secretsOf(id), { activeStream: 's1' });
    assert.deepEqual(peering()?.Remote, REMOTE);
    assert.equal(peering()?.lifecycle, 'established');
  });

  test('again and again with it, which writes nothing', () => {
    const id = generate('one');
    exchange(id, 'one', 's1');
    open(id, 's1');
    const { at } = ledger.state;
    open(id, 's1');
    assert.equal(ledger.state.at, at);
  });

  test('with the old secret until the new one is used', () => {
    const id = generate('one');
    exchange(id, 'one', 's1');
    open(id, 's1');
    generate('two');
    exchange(id, 'two', 's2');
    open(id, 's1');
    open(id, 's2');
    assert.throws(() => open(id, 's1'), /invalid peering stream secret/);
  });

  test('and not with a wrong or empty one', () => {
    const id = generate('one');
    exchange(id, 'one', 's1');
    for (const secret of ['', 'one', 's2']) {
      assert.throws(
        () => open(id, secret),
        refuses('permission-denied', /^invalid peering stream secret$/),
      );
    }
  });

  test('and not for an unknown peering', () => {
    assert.throws(
      () => open('nobody', 's1'),
      refuses('invalid-argument', /^initial subscription for unknown PeerID: nobody$/),
    );
  });

  test('and not without any secret stored', () => {
    const id = generate('one');
    ledger.apply([{ table: 'peering-secrets', key: id, value: undefined }]);
    assert.throws(
      () => open(id, 's1'),
      refuses('internal', /^unable to authorize connection, peering must be re-established$/),
    );
  });

  test('and not at the wrong end', () => {
    dialPeering(ledger, 'west');
    assert.throws(
      () => open('id-of-west', 'stream'),
      refuses('invalid-argument', /the wrong end of peering is being dialed$/),
    );
  });

  test('to be told that the peering is being deleted', () => {
    const id = generate('one');
    exchange(id, 'one', 's1');
    remove();
    assert.deepEqual(open(id, 's1'), { outcome: 'ended', isNews: true });
  });

  test('to be told nothing by a peering that the dialer itself ended', () => {
    const id = generate('one');
    ledger.issue(terminatePeering, { peeringId: id });
    assert.deepEqual(open(id, 's1'), { outcome: 'ended', isNews: false });
  });
});

describe('a dialer', () => {
  test('is ready to dial with the secret of the exchange', () => {
    const peeringId = dialPeering(ledger, 'west');
    const { streamSecret, ...target } = ledger.issue(prepareDial, { peeringId });
    assert.equal(streamSecret.reveal(), 'stream');
    assert.ok(!JSON.stringify({ streamSecret }).includes('"stream"'));
    assert.deepEqual(target, {
      peeringId,
      peer: 'west',
      remoteId: 'id-over-there',
      addresses: ['10.0.0.1:8503'],
      serverName: sampleToken().ServerName,
      caPems: ['PEM\n'],
    });
  });

  test('dials only the addresses that an operator gave, if any', () => {
    const peeringId = dialPeering(ledger, 'west', { ManualServerAddresses: ['east.example:443'] });
    assert.deepEqual(ledger.issue(prepareDial, { peeringId }).addresses, ['east.example:443']);
  });

  test('is established once a stream was up', () => {
    const peeringId = dialPeering(ledger, 'west');
    assert.equal(peering()?.lifecycle, 'establishing');
    ledger.issue(confirmPeering, { peeringId });
    assert.equal(peering()?.lifecycle, 'established');
  });

  test('can be established anew under its id, also after the other side ended it', () => {
    const peeringId = dialPeering(ledger, 'west');
    ledger.issue(terminatePeering, { peeringId });
    const token = sampleToken({ PeerID: 'another' });
    const again = { name: 'west', meta: null, newId: 'new', token, streamSecret: 's2' };
    ledger.issue(establishPeering, again);
    const { ID, lifecycle, PeerID } = peering() ?? {};
    assert.deepEqual(
      { ID, lifecycle, PeerID },
      { ID: peeringId, lifecycle: 'establishing', PeerID: 'another' },
    );
    assert.deepEqual(secretsOf(peeringId), { activeStream: 's2' });
  });

  test('keeps addresses that a live stream proves', () => {
    const peeringId = dialPeering(ledger, 'west');
    const stream = { holder: 'n', sinceMs: 1, exportedServices: [], importedServices: [] };
    ledger.apply([put(peerStreams, { ...stream, peeringId, phase: 'connected' })]);
    dialPeering(ledger, 'west', { ServerAddresses: ['1.2.3.4:1234'] });
    assert.deepEqual(peering()?.PeerServerAddresses, ['10.0.0.1:8503']);
    ledger.apply([put(peerStreams, { ...stream, peeringId, phase: 'down' })]);
    dialPeering(ledger, 'west', { ServerAddresses: ['1.2.3.4:1234'] });
    assert.deepEqual(peering()?.PeerServerAddresses, ['1.2.3.4:1234']);
  });

  test('takes the place of no acceptor', () => {
    generate('one');
    assert.throws(
      () => dialPeering(ledger, 'west'),
      refuses(
        'rpc-error',
        /^cannot create peering with name: "west"; there is an existing peering expecting to be dialed$/,
      ),
    );
  });

  test('takes the place of none that is being deleted', () => {
    dialPeering(ledger, 'west');
    remove();
    assert.throws(
      () => dialPeering(ledger, 'west'),
      refuses('rpc-error', /^failed to write peering: cannot write to peering that is marked/),
    );
    assert.throws(() => ledger.issue(prepareDial, { peeringId: 'id-of-west' }), Refusal);
  });
});

describe('an end', () => {
  test('that was asked for here forgets the secrets and keeps the addresses', () => {
    const id = dialPeering(ledger, 'west');
    remove();
    assert.deepEqual(secretsOf(id), {});
    const { lifecycle, DeletedAt, PeerServerAddresses, PeerCAPems } = peering() ?? {};
    assert.deepEqual(
      { lifecycle, DeletedAt, PeerServerAddresses, PeerCAPems },
      {
        lifecycle: 'deleting',
        DeletedAt: '2026-01-01T00:00:00Z',
        PeerServerAddresses: ['10.0.0.1:8503'],
        PeerCAPems: [],
      },
    );
  });

  test('can be asked for twice, and of nothing', () => {
    generate('one');
    remove();
    const { at } = ledger.state;
    remove();
    remove('nobody');
    assert.equal(ledger.state.at, at);
  });

  test('that the peer asked for does not stop a deletion of ours', () => {
    const peeringId = generate('one');
    remove();
    ledger.issue(terminatePeering, { peeringId });
    assert.equal(peering()?.lifecycle, 'deleting');
  });

  test('that the peer asked for can be followed by a deletion', () => {
    const peeringId = generate('one');
    ledger.issue(terminatePeering, { peeringId });
    assert.equal(peering()?.lifecycle, 'terminated');
    assert.deepEqual(secretsOf(peeringId), {});
    remove();
    assert.equal(peering()?.lifecycle, 'deleting');
  });
});
