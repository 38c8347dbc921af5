// SPDX-License-Identifier: Apache-2.0
// What a change of the CA's configuration comes to. In: what was asked for. Out: the command's input, with the root that
// signs from then on when it is another one: one that was used before if its key fits, else a new one.
import { openRootKey } from '../ca/builtin/root-key.ts';
import type { SigningProvider, SigningRoot } from '../ca/provider.ts';
import type { ConfigureCa } from '../commands/configure-ca.ts';
import {
  type BuiltinCaSettings,
  builtinCaSettings,
  type CaConfigRequest,
  keptSettings,
} from '../model/ca/ca-config.ts';
import type { CaKeyRow, CaRootRow } from '../model/ca/ca.ts';
import { readCertificate } from '../model/ca/certificate.ts';
import { decodePem } from '../model/ca/pem.ts';
import { Refusal } from '../model/refusal.ts';
import { Secret } from '../model/secret.ts';
import { caKeys, caRoots } from '../state/tables/ca.ts';
import type { Core } from './core.ts';

export interface CaChangeParts {
  readonly core: Core;
  readonly provider: SigningProvider;
  readonly now: () => number;
  readonly nextSerial: () => Promise<number>;
  readonly clusterId: string;
}

interface HeldRoot {
  readonly root: CaRootRow;
  readonly key: CaKeyRow;
}

export async function planCaChange(
  request: CaConfigRequest,
  parts: CaChangeParts,
): Promise<ConfigureCa> {
  const settings = builtinCaSettings(request);
  const { provider, forceWithoutCrossSigning } = request;
  const settled = { provider, config: keptSettings(request.config), forceWithoutCrossSigning };
  const { modifyIndex } = request;
  const config = { config: settled, ...(modifyIndex === undefined ? {} : { modifyIndex }) };
  const held = heldRoots(parts);
  const active = held.find(({ root }) => root.Active);
  const fits = (one: HeldRoot) => isFitting(one, settings, parts.now());
  if (active !== undefined && fits(active)) return config;
  const next = held.find(fits) ?? (await newRoot(settings, parts));
  const isCrossSigned = active !== undefined && !forceWithoutCrossSigning;
  const IntermediateCerts = isCrossSigned
    ? [
        await parts.provider.crossSign(
          signingOf(active),
          next.root.RootCert,
          await parts.nextSerial(),
        ),
      ]
    : [];
  return { ...config, root: { ...next.root, Active: true, IntermediateCerts }, key: next.key };
}

function heldRoots({ core }: CaChangeParts): readonly HeldRoot[] {
  const read = core.state.reader();
  return read.all(caRoots).flatMap(({ value: root }) => {
    const key = read.get(caKeys, root.ID)?.value;
    return key === undefined ? [] : [{ root, key }];
  });
}

function isFitting({ root, key }: HeldRoot, settings: BuiltinCaSettings, nowMs: number): boolean {
  const { keyType, keyBits, notAfterMs } = readCertificate(root.RootCert);
  if (notAfterMs < nowMs) return false;
  const { privateKeyPem, keyKind } = settings;
  if (privateKeyPem !== '') return key.isBrought === true && key.privateKeyPem === privateKeyPem;
  return key.isBrought !== true && keyType === keyKind.type && keyBits === keyKind.bits;
}

async function newRoot(settings: BuiltinCaSettings, parts: CaChangeParts): Promise<HeldRoot> {
  const { provider, clusterId, nextSerial } = parts;
  const brought = broughtKey(settings.privateKeyPem);
  const { certPem, privateKeyPem } = await provider.generateRoot({
    clusterId,
    serial: await nextSerial(),
    ttlMs: settings.rootTtlMs,
    ...(brought === undefined ? { keyKind: settings.keyKind } : { privateKeyPem: brought }),
  });
  const ID = readCertificate(certPem).fingerprint;
  const key =
    brought === undefined
      ? { rootId: ID, privateKeyPem: privateKeyPem.reveal() }
      : { rootId: ID, privateKeyPem: brought.reveal(), isBrought: true as const };
  return { root: { ID, Active: false, RootCert: certPem, IntermediateCerts: [] }, key };
}

/** Undefined when none was brought. What looks like a key is never repeated in the refusal. */
function broughtKey(pem: string): Secret | undefined {
  if (pem === '') return undefined;
  const refused = (shown: string, problem: string) =>
    new Refusal(
      'rpc-error',
      `error generating CA root certificate: error generating CA: error parsing private key${shown}: ${problem}`,
    );
  if (decodePem(pem).length === 0) {
    const shown = pem.length < 16 ? ` ${JSON.stringify(pem)}` : '';
    throw refused(shown, 'no PEM-encoded data found');
  }
  const secret = new Secret(pem);
  try {
    openRootKey(secret);
  } catch (cause) {
    if (!(cause instanceof Refusal)) throw cause;
    throw refused('', cause.message);
  }
  return secret;
}

function signingOf({ root, key }: HeldRoot): SigningRoot {
  return { certPem: root.RootCert, privateKeyPem: new Secret(key.privateKeyPem) };
}
