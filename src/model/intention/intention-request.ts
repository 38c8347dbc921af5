// SPDX-License-Identifier: Apache-2.0
// An intention as the endpoints that are about one take it.
import { permissionShape } from '../config-entries/service-intentions/shape.ts';
import { jwtRequirementShape } from '../config-entries/jwt-requirement.ts';
import { metaProblems } from '../config-entries/meta.ts';
import { Refusal } from '../refusal.ts';
import { multipleErrors } from '../shape/problems.ts';
import {
  int,
  list,
  map,
  named,
  object,
  raftIndexes,
  string,
  type ValueOf,
} from '../shape/shape.ts';

export const intentionRequestShape = object(
  '.Alias',
  {
    ID: string,
    Description: string,
    SourceNS: string,
    SourceName: string,
    DestinationNS: string,
    DestinationName: string,
    SourcePartition: string,
    DestinationPartition: string,
    SourcePeer: string,
    SourceSamenessGroup: string,
    SourceType: named(string, 'structs.IntentionSourceType'),
    Action: named(string, 'structs.IntentionAction'),
    Permissions: named(list(permissionShape), '[]*structs.IntentionPermission'),
    // May be written, and is passed over.
    JWT: jwtRequirementShape,
    DefaultAddr: string,
    DefaultPort: int,
    Meta: map(string),
    Precedence: int,
    CreatedAt: string,
    UpdatedAt: string,
    Hash: string,
    ...raftIndexes,
  },
  {},
  { besideAlias: ['CreatedAt', 'UpdatedAt', 'Hash'] },
);

export type IntentionRequest = ValueOf<typeof intentionRequestShape>;

const MAX_DESCRIPTION_BYTES = 512;

/** Refuses a peer, which only entries can name. */
export function refusePeer({ SourcePeer = '' }: IntentionRequest): void {
  if (SourcePeer === '') return;
  throw new Refusal(
    'rpc-error',
    'SourcePeer field is not supported on this endpoint. Use config entries instead',
  );
}

/** Refuses namespaces, which only Consul's other edition has. */
export function refuseNamespaces(request: IntentionRequest): void {
  for (const field of ['SourceNS', 'DestinationNS'] as const) {
    const namespace = request[field] ?? '';
    if (namespace === '' || namespace === 'default') continue;
    throw new Refusal(
      'invalid-argument',
      `Invalid ${field}(${namespace}): Namespaces is a Consul Enterprise feature`,
    );
  }
}

/** Refuses what an intention with an id of its own can't be; all of it in one text. */
export function checkLegacyIntention(request: IntentionRequest): void {
  const { SourceName = '', DestinationName = '', SourceType = '', Action } = request;
  const { Description = '', Permissions = [] } = request;
  refuseNamespaces(request);
  const problems: string[] = [];
  for (const [field, name] of Object.entries({ SourceName, DestinationName })) {
    if (name === '') problems.push(`${field} must be set`);
    if (name !== '*' && name.includes('*')) {
      problems.push(`${field}: wildcard character '*' cannot be used with partial values`);
    }
  }
  if (Buffer.byteLength(Description) > MAX_DESCRIPTION_BYTES) {
    problems.push(`Description exceeds maximum length ${MAX_DESCRIPTION_BYTES}`);
  }
  if (Action !== 'allow' && Action !== 'deny') {
    problems.push("Action must be set to 'allow' or 'deny'");
  }
  if (Permissions.length > 0) {
    problems.push('Permissions must not be set when using the legacy APIs');
  }
  if (SourceType !== '' && SourceType !== 'consul') {
    problems.push("SourceType must be set to 'consul'");
  }
  problems.push(...metaProblems({ Kind: '', Name: '', Meta: request.Meta ?? {} }));
  if (problems.length > 0) throw new Refusal('rpc-error', multipleErrors(problems));
}
