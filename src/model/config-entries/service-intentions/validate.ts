// SPDX-License-Identifier: Apache-2.0
import { namelessProviders } from '../jwt-requirement.ts';
import { metaProblems, refused, refuseProblems } from '../meta.ts';
import type { ServiceIntentions, SourceIntention } from './schema.ts';
import { permissionError } from './validate-permission.ts';

const MAX_DESCRIPTION_BYTES = 512;
const ACTIONS: readonly unknown[] = ['allow', 'deny'];

export function validateServiceIntentions(entry: ServiceIntentions): void {
  if (entry.Name === '') throw refused('Name is required');
  const wildcard = wildcardError(entry.Name);
  if (wildcard !== undefined) throw refused(wildcard);
  refuseProblems(namelessProviders(entry.JWT));
  refuseProblems(metaProblems(entry));
  if (entry.Sources.length === 0) throw refused('At least one source is required');
  const seen = new Set<string>();
  for (const [i, source] of entry.Sources.entries()) {
    const problem = sourceError(source, entry.Name === '*');
    if (problem !== undefined) throw refused(`Sources[${i}]${problem}`);
    const { Name, Peer = '' } = source;
    const id = `${Peer}/${Name}`;
    if (seen.has(id)) {
      const who = Peer === '' ? '' : `peer(${JSON.stringify(Peer)}) `;
      throw refused(`Sources[${i}] defines ${who}${JSON.stringify(Name)} more than once`);
    }
    seen.add(id);
  }
}

/** What follows 'Sources[i]' in the text. */
function sourceError(source: SourceIntention, isForAll: boolean): string | undefined {
  const { Name, Peer, Action, Permissions = [], Type, Description = '' } = source;
  if (Name === '') return '.Name is required';
  if (source.SamenessGroup !== undefined) {
    return '.SamenessGroup: Sameness groups are a Consul Enterprise feature. ';
  }
  const wildcard = wildcardError(Name);
  if (wildcard !== undefined) return `.${wildcard}`;
  if (Peer?.includes('*') === true) return ".Peer: cannot use wildcard '*' in peer";
  if (Buffer.byteLength(Description) > MAX_DESCRIPTION_BYTES) {
    return `.Description exceeds maximum length ${MAX_DESCRIPTION_BYTES}`;
  }
  if (source.LegacyMeta !== undefined) return '.LegacyMeta must be omitted';
  if (Permissions.length === 0 && !ACTIONS.includes(Action)) {
    return ".Action must be set to 'allow' or 'deny'";
  }
  if (Permissions.length > 0 && Action !== undefined) {
    return '.Action must be omitted if Permissions are specified';
  }
  if (Permissions.length > 0 && isForAll) {
    return '.Permissions cannot be specified on intentions with wildcarded destinations';
  }
  if (Type !== 'consul') return ".Type must be set to 'consul'";
  for (const [j, permission] of Permissions.entries()) {
    const problem = permissionError(permission);
    if (problem !== undefined) return `.Permissions[${j}]${problem}`;
  }
  return undefined;
}

function wildcardError(name: string): string | undefined {
  if (name === '*' || !name.includes('*')) return undefined;
  return "Name: wildcard character '*' cannot be used with partial values";
}
