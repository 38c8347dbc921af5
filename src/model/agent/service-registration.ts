// SPDX-License-Identifier: Apache-2.0
// A definition as what is to be registered: the instance, its checks and its nested sidecar, or the reason
// why not, in Consul's words and order.
import {
  serviceMetaError,
  serviceProblems,
  taggedAddressError,
  weightsError,
} from '../catalog/service-error.ts';
import type { NodeService } from '../catalog/service.ts';
import { Refusal } from '../refusal.ts';
import { multipleErrors } from '../shape/problems.ts';
import {
  type ChecksAllowed,
  type CheckType,
  checkTypeError,
  isCheckStatus,
  NO_PROGRAMS,
  unsupportedCheck,
} from './check-type.ts';
import {
  checksOf,
  ipVersion,
  nodeServiceOf,
  type ServiceDefinition,
} from './service-definition.ts';
import { nestingProblems, type Sidecar, sidecarOf } from './sidecar.ts';

export interface ServiceRegistration {
  readonly service: NodeService;
  readonly checks: readonly CheckType[];
  readonly sidecar?: Sidecar;
}

const ANY_ADDRESSES = ['0.0.0.0', '::', '[::]'];

/** Throws Refusal when the definition can't be registered. */
export function serviceRegistrationOf(
  definition: ServiceDefinition,
  allowed: ChecksAllowed = NO_PROGRAMS,
): ServiceRegistration {
  if (!definition.Name) throw invalid('Missing service name');
  if (ANY_ADDRESSES.includes(definition.Address ?? '')) throw invalid('Invalid service address');
  const service = nodeServiceOf(definition);
  refuseIf('Invalid Weights: ', weightsError(service.Weights));
  refuseIf('Invalid Service Meta: ', serviceMetaError(service));
  const hasSidecar = definition.Connect?.SidecarService !== undefined;
  const problems = [...serviceProblems(service, hasSidecar), ...nestingProblems(definition)];
  if (problems.length > 0) throw invalid(`Validation failed: ${multipleErrors(problems)}`);
  const checks = checksOf(definition);
  for (const check of checks) refuseIf('Invalid check: ', checkTypeError(check));
  for (const { Status } of checks) {
    if (Status && !isCheckStatus(Status)) {
      throw invalid("Status for checks must 'passing', 'warning', 'critical'");
    }
  }
  if (hasSidecar && service.Ports !== undefined) {
    throw invalid('MultiPort cannot be used with Consul Connect.');
  }
  const sidecar = sidecarOf(definition, service);
  const addressProblem = taggedAddressError(service.TaggedAddresses ?? {}, ipVersion);
  if (addressProblem !== undefined) throw new Refusal('rpc-error', addressProblem);
  for (const check of [...checks, ...(sidecar?.checks ?? [])]) refuseUnsupported(check, allowed);
  return { service, checks, ...(sidecar === undefined ? {} : { sidecar }) };
}

/** Throws Refusal when this agent doesn't run such a check. */
export function refuseUnsupported(check: CheckType, allowed: ChecksAllowed): void {
  const reason = unsupportedCheck(check, allowed);
  if (reason !== undefined) throw new Refusal('rpc-error', reason);
}

function refuseIf(prefix: string, problem: string | undefined): void {
  if (problem !== undefined) throw invalid(`${prefix}${problem}`);
}

const invalid = (message: string): Refusal => new Refusal('invalid-argument', message);
