// SPDX-License-Identifier: Apache-2.0
import { builtinCaFields, PROVIDERS_TO_COME } from '../../model/ca/ca-config.ts';
import { formatDuration } from '../../model/duration.ts';
import { CA_SETTINGS, decode } from '../../model/shape/decode.ts';
import { problemsText } from '../../model/shape/problems.ts';
import { any, object, string } from '../../model/shape/shape.ts';
import { uuidError } from '../../model/uuid.ts';
import type { CaSettings } from './agent-config.ts';
import type { Findings } from './findings.ts';
import type { RawConfig } from './keys/keys.ts';

const HOUR_MS = 3_600_000;
const caShape = object('ConsulCAProviderConfig', {
  ...builtinCaFields,
  RotationPeriod: any,
  ClusterID: string,
});

/** The settings of the built-in CA in `connect.ca_config`. */
export function caSettings(raw: RawConfig, findings: Findings): CaSettings {
  const provider = raw.connect?.ca_provider ?? '';
  const problem = (key: string, text: string) => findings.problem(`connect.${key}`, text);
  if (PROVIDERS_TO_COME.includes(provider)) {
    problem(
      'ca_provider',
      `connect.ca_provider is refused: the provider ${provider} is not built yet`,
    );
  } else if (provider !== '' && provider !== 'consul') {
    problem('ca_provider', `${provider} is not a valid CA provider`);
  }
  const { value = {}, problems } = decode(caShape, raw.connect?.ca_config ?? {}, CA_SETTINGS);
  const wrong = problems.filter(({ kind }) => kind === 'wrong-type');
  if (wrong.length > 0) problem('ca_config', `error decoding config: ${problemsText(wrong)}`);
  for (const { kind, path } of problems) {
    if (kind === 'unknown-key') findings.noteMeaningless(`connect.ca_config.${path.join('.')}`);
  }
  const { LeafCertTTL = 72 * HOUR_MS, RootCertTTL = 87_600 * HOUR_MS } = value;
  const { CSRMaxPerSecond = 50, CSRMaxConcurrent = 0 } = value;
  for (const text of refusedSettings(value)) {
    problem('ca_config', `connect.ca_config is refused: ${text}`);
  }
  if (LeafCertTTL < HOUR_MS) {
    const least = formatDuration(HOUR_MS);
    problem('ca_config', `leaf cert TTL must be greater or equal than ${least}`);
  }
  if (LeafCertTTL > 365 * 24 * HOUR_MS) {
    problem('ca_config', `leaf cert TTL must be less than ${formatDuration(365 * 24 * HOUR_MS)}`);
  }
  if (RootCertTTL < 3 * LeafCertTTL) {
    const leaf = formatDuration(LeafCertTTL);
    problem('ca_config', `root cert TTL must be at least three times the leaf cert TTL (${leaf})`);
  }
  return {
    ...clusterIdOf(value.ClusterID ?? '', problem),
    leafTtlMs: LeafCertTTL,
    rootTtlMs: RootCertTTL,
    csrMaxPerSecond: CSRMaxPerSecond,
    csrMaxConcurrent: CSRMaxConcurrent,
  };
}

function refusedSettings(value: {
  readonly PrivateKey?: string;
  readonly RootCert?: string;
  readonly PrivateKeyType?: string;
  readonly PrivateKeyBits?: number;
}): readonly string[] {
  const { PrivateKey = '', RootCert = '', PrivateKeyType = 'ec', PrivateKeyBits = 256 } = value;
  return [
    ...(PrivateKey + RootCert === '' ? [] : ['a root of your own cannot be brought yet']),
    ...(PrivateKeyType === 'ec' && PrivateKeyBits === 256
      ? []
      : ['keys are of type ec with 256 bits']),
  ];
}

/** The id that a new cluster gets: its trust domain follows from it. */
function clusterIdOf(
  id: string,
  problem: (key: string, text: string) => void,
): Pick<CaSettings, 'clusterId'> {
  if (id === '') return {};
  const wrong = uuidError(id);
  if (wrong !== undefined) problem('ca_config', `connect.ca_config.cluster_id: ${wrong}`);
  return { clusterId: id };
}
