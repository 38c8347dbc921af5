// SPDX-License-Identifier: Apache-2.0
import { formatDuration } from '../duration.ts';
import { Refusal } from '../refusal.ts';
import {
  type CheckDefinition,
  checkKindOf,
  type ChecksAllowed,
  type CheckType,
  checkTypeError,
  checkTypeOf,
  isCheckStatus,
  NO_PROGRAMS,
} from './check-type.ts';
import type { CheckIdentity } from './registration.ts';
import { refuseUnsupported } from './service-registration.ts';

export interface CheckRegistration {
  /** Name and tags of the service are filled in when it is registered. */
  readonly check: CheckIdentity;
  readonly type: CheckType;
}

/** A check that is registered by itself; throws Refusal in Consul's words when it can't be. */
export function checkRegistrationOf(
  definition: CheckDefinition,
  node: string,
  allowed: ChecksAllowed = NO_PROGRAMS,
): CheckRegistration {
  const { ID, Name = '', Notes = '', ServiceID = '', Status, Interval, Timeout } = definition;
  if (Name === '') throw new Refusal('invalid-argument', 'Missing check name');
  if (Status && !isCheckStatus(Status)) throw new Refusal('invalid-argument', 'Bad check status');
  const type = checkTypeOf(definition);
  const problem = checkTypeError(type);
  if (problem !== undefined) throw new Refusal('invalid-argument', `Invalid check: ${problem}`);
  refuseUnsupported(type, allowed);
  const check = {
    Node: node,
    CheckID: ID || Name,
    Name,
    Notes,
    ServiceID,
    ServiceName: '',
    ServiceTags: [],
    Type: checkKindOf(type),
    Interval: formatDuration(Interval ?? 0),
    Timeout: formatDuration(Timeout ?? 0),
    ExposedPort: 0,
  };
  return { check, type };
}

/** The check that is number `index` of `count` in a service's definition. */
export function serviceCheckOf(
  type: CheckType,
  service: { readonly ID: string; readonly Service: string },
  node: string,
  index: number,
  count: number,
): CheckIdentity {
  const number = count > 1 ? `:${index + 1}` : '';
  return {
    Node: node,
    CheckID: type.CheckID || `service:${service.ID}${number}`,
    Name: type.Name || `Service '${service.Service}' check`,
    Notes: type.Notes ?? '',
    ServiceID: service.ID,
    ServiceName: '',
    ServiceTags: [],
    Type: checkKindOf(type),
    Interval: durationText(type.Interval),
    Timeout: durationText(type.Timeout),
    ExposedPort: 0,
  };
}

const durationText = (ms: number | undefined): string => (ms ? formatDuration(ms) : '');
