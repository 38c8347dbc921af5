// SPDX-License-Identifier: Apache-2.0
import { createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import type { KeyKind } from '../../model/ca/ca-config.ts';
import { Refusal } from '../../model/refusal.ts';
import { Secret } from '../../model/secret.ts';

export const DEFAULT_KEY_KIND: KeyKind = { type: 'ec', bits: 256 };

const CURVES: Readonly<Record<number, string>> = {
  224: 'secp224r1',
  256: 'prime256v1',
  384: 'secp384r1',
  521: 'secp521r1',
};

export function newRootKey({ type, bits }: KeyKind): KeyObject {
  if (type === 'rsa') return generateKeyPairSync('rsa', { modulusLength: bits }).privateKey;
  const namedCurve = CURVES[bits];
  if (namedCurve === undefined) throw new Refusal('invalid-argument', `no curve has ${bits} bits`);
  return generateKeyPairSync('ec', { namedCurve }).privateKey;
}

export function rootKeyPem(key: KeyObject): Secret {
  const type = key.asymmetricKeyType === 'rsa' ? 'pkcs1' : 'sec1';
  return new Secret(key.export({ type, format: 'pem' }).toString());
}

/** Refusal when it is no key that certificates can be signed with. */
export function openRootKey(pem: Secret): KeyObject {
  let key: KeyObject | undefined;
  try {
    key = createPrivateKey(pem.reveal());
  } catch {
    // What OpenSSL says about a key is kept out of messages.
  }
  const curve = key?.asymmetricKeyDetails?.namedCurve ?? '';
  if (key?.asymmetricKeyType === 'rsa' || Object.values(CURVES).includes(curve)) {
    return key as KeyObject;
  }
  throw new Refusal('invalid-argument', 'the private key of the root is no EC or RSA key');
}
