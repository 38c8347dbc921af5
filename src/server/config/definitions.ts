// SPDX-License-Identifier: Apache-2.0
// The services, checks and config entries that files define.
import { checkRegistrationOf } from '../../model/agent/check-registration.ts';
import type { CheckDefinition, ChecksAllowed } from '../../model/agent/check-type.ts';
import { completeCheck, completeService } from '../../model/agent/file-definition.ts';
import type { ServiceDefinition } from '../../model/agent/service-definition.ts';
import { serviceRegistrationOf } from '../../model/agent/service-registration.ts';
import { decodeConfigEntry } from '../../model/config-entries/decode.ts';
import type { DecodedEntry } from '../../model/config-entries/decode.ts';
import { Refusal } from '../../model/refusal.ts';
import type { Findings } from './findings.ts';
import type { RawConfig } from './keys/keys.ts';

/** The service definitions that can be registered; the others are problems. */
export function serviceDefinitions(
  raw: RawConfig,
  allowed: ChecksAllowed,
  findings: Findings,
): readonly ServiceDefinition[] {
  return (raw.services ?? []).map(completeService).filter((definition) =>
    isFit(findings, 'services', `service ${JSON.stringify(definition.Name ?? '')}`, () => {
      serviceRegistrationOf(definition, allowed);
    }),
  );
}

/** The checks of the node, and of services by their ids, that can be registered; the others are problems. */
export function checkDefinitions(
  raw: RawConfig,
  nodeName: string,
  allowed: ChecksAllowed,
  findings: Findings,
): readonly CheckDefinition[] {
  return (raw.checks ?? []).map(completeCheck).filter((definition) =>
    isFit(findings, 'checks', `check ${JSON.stringify(definition.Name ?? '')}`, () => {
      checkRegistrationOf(definition, nodeName, allowed);
    }),
  );
}

/** The entries of config_entries.bootstrap with the API's names. */
export function bootstrapEntries(raw: RawConfig, findings: Findings): readonly DecodedEntry[] {
  const entries: DecodedEntry[] = [];
  for (const [index, entry] of (raw.config_entries?.bootstrap ?? []).entries()) {
    isFit(findings, 'config_entries.bootstrap', `config_entries.bootstrap[${index}]`, () => {
      entries.push(decodeConfigEntry(entry));
    });
  }
  return entries;
}

function isFit(findings: Findings, key: string, what: string, check: () => void): boolean {
  try {
    check();
    return true;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    findings.problem(key, `${what}: ${error.message.trimEnd()}`);
    return false;
  }
}
