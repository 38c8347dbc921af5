// SPDX-License-Identifier: Apache-2.0
// How the cluster's CA is to sign: what /v1/connect/ca/configuration shows and takes. In: settings as they were written.
// Out: what they mean, or Refusal with Consul's text. The key of a root is none of the settings that are kept.
import { formatDuration } from '../duration.ts';
import { Refusal } from '../refusal.ts';
import { CA_SETTINGS, decode } from '../shape/decode.ts';
import { problemsText } from '../shape/problems.ts';
import { any, float, int, milliseconds, named, object, string } from '../shape/shape.ts';

type CaSettings = Readonly<Record<string, unknown>>;

/** One row: as it was last configured. */
export interface CaConfigRow {
  readonly provider: string;
  /** As it was written, without keys. */
  readonly config: CaSettings | null;
  readonly forceWithoutCrossSigning: boolean;
}

export interface CaConfigRequest {
  readonly provider: string;
  readonly config: CaSettings | null;
  readonly forceWithoutCrossSigning: boolean;
  /** Only if the configuration is still the one with this revision. */
  readonly modifyIndex?: number;
}

/** What kind of key a root has. */
export interface KeyKind {
  readonly type: 'ec' | 'rsa';
  readonly bits: number;
}

export interface BuiltinCaSettings {
  readonly leafTtlMs: number;
  readonly rootTtlMs: number;
  readonly keyKind: KeyKind;
  /** A key of the operator's own, for the root; '' to have one made. */
  readonly privateKeyPem: string;
}

const HOUR_MS = 3_600_000;
const DEFAULT_LEAF_MS = 72 * HOUR_MS;
const MIN_LEAF_MS = HOUR_MS;
const MAX_LEAF_MS = 8_760 * HOUR_MS;
const MIN_INTERMEDIATE_MS = 3 * HOUR_MS;
const BITS = { ec: [224, 256, 384, 521], rsa: [2048, 4096] } as const;
export const PROVIDERS_TO_COME = ['vault', 'aws-pca'];

/** What the built-in provider can be told, wherever it is told. */
export const builtinCaFields = {
  LeafCertTTL: milliseconds,
  RootCertTTL: milliseconds,
  IntermediateCertTTL: milliseconds,
  PrivateKey: string,
  RootCert: string,
  PrivateKeyType: string,
  PrivateKeyBits: int,
  CSRMaxPerSecond: named(float, 'float32'),
  CSRMaxConcurrent: int,
  SkipValidate: any,
} as const;

const settingsShape = object('ConsulCAProviderConfig', builtinCaFields);

const refused = (problem: string): Refusal =>
  new Refusal('rpc-error', `error configuring provider: ${problem}`);

/** How long leaves are valid by settings that were accepted once. */
export function leafTtlMsOf({ config }: CaConfigRow): number {
  const { value } = decode(settingsShape, config, CA_SETTINGS);
  return value?.LeafCertTTL ?? DEFAULT_LEAF_MS;
}

/** What the settings of the built-in provider mean; those that it doesn't know are passed over. */
export function builtinCaSettings({ provider, config }: CaConfigRequest): BuiltinCaSettings {
  if (provider !== 'consul' && !PROVIDERS_TO_COME.includes(provider)) {
    const name = JSON.stringify(provider);
    throw new Refusal('rpc-error', `could not initialize provider: unknown CA provider ${name}`);
  }
  const { value = {}, problems } = decode(settingsShape, config, CA_SETTINGS);
  const wrong = problems.filter(({ kind }) => kind === 'wrong-type');
  if (wrong.length > 0) throw refused(`error decoding config: ${problemsText(wrong)}`);
  if (provider !== 'consul') throw refused(`the provider ${provider} is not built yet`);
  const { LeafCertTTL = DEFAULT_LEAF_MS, IntermediateCertTTL = MAX_LEAF_MS } = value;
  const { RootCertTTL = 10 * MAX_LEAF_MS, PrivateKey = '', RootCert = '' } = value;
  const problem = timesError(LeafCertTTL, IntermediateCertTTL, RootCertTTL);
  if (problem !== undefined) throw refused(problem);
  const { PrivateKeyType = '', PrivateKeyBits = 0 } = value;
  if (RootCert !== '' && PrivateKey === '') {
    throw refused('must provide a private key when providing a root cert');
  }
  if (RootCert !== '') throw refused('a root certificate of your own cannot be brought yet');
  return {
    leafTtlMs: LeafCertTTL,
    rootTtlMs: RootCertTTL,
    keyKind: keyKindOf(PrivateKeyType || 'ec', PrivateKeyBits),
    privateKeyPem: PrivateKey,
  };
}

function timesError(leafMs: number, intermediateMs: number, rootMs: number): string | undefined {
  if (rootMs < intermediateMs) {
    return `root cert TTL is set and is not greater than intermediate cert ttl. root cert ttl: ${formatDuration(rootMs)}, intermediate cert ttl: ${formatDuration(intermediateMs)}`;
  }
  if (leafMs < MIN_LEAF_MS) {
    return `leaf cert TTL must be greater or equal than ${formatDuration(MIN_LEAF_MS)}`;
  }
  if (leafMs > MAX_LEAF_MS) {
    return `leaf cert TTL must be less than ${formatDuration(MAX_LEAF_MS)}`;
  }
  if (intermediateMs < MIN_INTERMEDIATE_MS) {
    return 'Intermediate Cert TTL must be greater or equal than 3h';
  }
  if (intermediateMs < 3 * leafMs) {
    return `Intermediate Cert TTL must be greater or equal than 3 * LeafCertTTL (>=${formatDuration(3 * leafMs)}).`;
  }
  return undefined;
}

function keyKindOf(type: string, written: number): KeyKind {
  if (type !== 'ec' && type !== 'rsa')
    throw refused("private key type must be either 'ec' or 'rsa'");
  const bits = written === 0 ? (type === 'ec' ? 256 : 2048) : written;
  if (!(BITS[type] as readonly number[]).includes(bits)) {
    throw refused(
      type === 'ec'
        ? 'EC key length must be one of (224, 256, 384, 521) bits'
        : 'RSA key length must be 2048 or 4096 bits',
    );
  }
  return { type, bits };
}

/** The settings that are kept and shown: without keys. */
export function keptSettings(config: CaSettings | null): CaSettings | null {
  if (config === null) return null;
  const kept = Object.entries(config).filter(
    ([name]) => name.replaceAll('_', '').toLowerCase() !== 'privatekey',
  );
  return Object.fromEntries(kept);
}
