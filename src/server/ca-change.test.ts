// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { generateKeyPairSync, X509Certificate } from 'node:crypto';
import { describe, test } from 'node:test';
import { openMemoryLog } from '../log/memory/store.ts';
import type { CaConfigRequest } from '../model/ca/ca-config.ts';
import { caKeys, caRoots } from '../state/tables/ca.ts';
import { caConfiguration } from '../views/ca/configuration.ts';
import { ClusterCa } from './cluster-ca.ts';
import { openCore } from './core.ts';

const HOUR_MS = 3_600_000;

async function openCa() {
  const core = await openCore(await openMemoryLog());
  const stop = new AbortController();
  const following = core.commands.follow(stop.signal);
  const times = { rootTtlMs: 87_600 * HOUR_MS, leafTtlMs: 72 * HOUR_MS };
  const ca = await ClusterCa.open(core, Date.now, times);
  const configure = (Config: object, parts: Partial<CaConfigRequest> = {}) =>
    ca.configure({
      provider: 'consul',
      config: { ...Config },
      forceWithoutCrossSigning: false,
      ...parts,
    });
  const roots = () =>
    core.state
      .reader()
      .all(caRoots)
      .map(({ value }) => value);
  const active = () => {
    const found = roots().find(({ Active }) => Active);
    assert.ok(found !== undefined);
    return found;
  };
  const close = async (): Promise<void> => {
    stop.abort();
    await following;
    await core.log.close();
  };
  return { core, ca, configure, roots, active, [Symbol.asyncDispose]: close };
}

const certificate = (pem: string | undefined) => new X509Certificate(pem ?? '');

async function leafFrom(ca: ClusterCa): Promise<string> {
  const signer = await ca.signer();
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  const id = {
    kind: 'service' as const,
    trustDomain: ca.trustDomain,
    partition: 'default',
    namespace: 'default',
    datacenter: 'dc1',
    service: 'web',
  };
  const serial = await ca.nextSerial();
  return signer.sign({ names: { id }, subject: { publicKey, privateKey }, serial });
}

describe('configuring the CA', () => {
  test('with another kind of key rotates the root, and the old one vouches for it', async () => {
    await using held = await openCa();
    const old = held.active();
    await held.configure({ PrivateKeyBits: 384 });
    const now = held.active();
    assert.notEqual(now.ID, old.ID);
    assert.equal(held.roots().length, 2);
    const bridge = certificate(now.IntermediateCerts[0]);
    assert.ok(bridge.verify(certificate(old.RootCert).publicKey));
    assert.ok(certificate(now.RootCert).publicKey.equals(bridge.publicKey));
    assert.equal(bridge.subject, certificate(now.RootCert).subject);
    assert.equal(bridge.issuer, certificate(old.RootCert).subject);
    const [leaf = '', chained = ''] = (await leafFrom(held.ca)).split(
      /(?<=-----END CERTIFICATE-----\n)/,
    );
    assert.ok(certificate(leaf).verify(bridge.publicKey));
    assert.equal(chained.trim(), now.IntermediateCerts[0]?.trim());
  });

  test('back again takes the root that was there', async () => {
    await using held = await openCa();
    const first = held.active();
    await held.configure({ PrivateKeyBits: 384 });
    await held.configure({});
    assert.equal(held.active().ID, first.ID);
    assert.equal(held.roots().length, 2);
  });

  test('can do without a bridge from the old root', async () => {
    await using held = await openCa();
    await held.configure({ PrivateKeyBits: 384 }, { forceWithoutCrossSigning: true });
    assert.deepEqual(held.active().IntermediateCerts, []);
  });

  test('with other times keeps the root and counts for what is signed then', async () => {
    await using held = await openCa();
    const { ID } = held.active();
    await held.configure({ leaf_cert_ttl: '48h' });
    assert.deepEqual([held.active().ID, held.ca.leafTtlMs], [ID, 48 * HOUR_MS]);
    const { value } = held.core.views.get(caConfiguration, null);
    assert.deepEqual(value?.Config, { leaf_cert_ttl: '48h' });
  });

  test('with an RSA key signs leaves that verify', async () => {
    await using held = await openCa();
    await held.configure({ PrivateKeyType: 'rsa', PrivateKeyBits: 2048 });
    const root = certificate(held.active().RootCert);
    assert.ok(root.verify(root.publicKey));
    assert.ok(certificate(await leafFrom(held.ca)).verify(root.publicKey));
  });

  test('with a key of its own makes a root of that key, and never shows it', async () => {
    await using held = await openCa();
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
    const PrivateKey = privateKey.export({ type: 'sec1', format: 'pem' }).toString();
    await held.configure({ PrivateKey });
    const { ID } = held.active();
    assert.equal(held.core.state.reader().get(caKeys, ID)?.value.privateKeyPem, PrivateKey);
    assert.ok(!JSON.stringify(held.core.views.get(caConfiguration, null)).includes('PRIVATE KEY'));
    await held.configure({ PrivateKey });
    assert.equal(held.active().ID, ID);
  });

  test('shows the settings as they were written, however little they say', async () => {
    await using held = await openCa();
    const shown = () => held.core.views.get(caConfiguration, null).value;
    for (const config of [{}, { LeafCertTTL: '72h' }, null]) {
      await held.configure({}, { config });
      assert.deepEqual(shown()?.Config, config);
    }
    const modifyIndex = shown()?.ModifyIndex ?? 0;
    await held.configure({ LeafCertTTL: '71h' }, { modifyIndex });
    await assert.rejects(
      held.configure({ LeafCertTTL: '70h' }, { modifyIndex }),
      /^Refusal: ModifyIndex did not match existing$/,
    );
    assert.deepEqual(shown()?.Config, { LeafCertTTL: '71h' });
  });

  test('does nothing when it is refused, and repeats no key', async () => {
    await using held = await openCa();
    const before = held.roots();
    const broken = '-----BEGIN EC PRIVATE KEY-----\nAAAA\n-----END EC PRIVATE KEY-----\n';
    await assert.rejects(held.configure({ PrivateKey: broken }), (error: Error) => {
      assert.match(error.message, /error parsing private key/);
      assert.ok(!error.message.includes('AAAA'));
      return true;
    });
    await assert.rejects(held.configure({}, { provider: 'magic' }), /unknown CA provider "magic"/);
    assert.deepEqual(held.roots(), before);
  });

  test('twice at once is done one after the other', async () => {
    await using held = await openCa();
    await Promise.all([
      held.configure({ PrivateKeyBits: 384 }),
      held.configure({ PrivateKeyBits: 384 }),
    ]);
    assert.equal(held.roots().length, 2);
    assert.equal(held.roots().filter(({ Active }) => Active).length, 1);
  });
});
