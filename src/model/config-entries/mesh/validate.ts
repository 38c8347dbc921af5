// SPDX-License-Identifier: Apache-2.0
import { metaProblems, refused, refuseProblems } from '../meta.ts';
import { type TlsParameters, tlsParametersError } from '../tls-parameters.ts';
import type { Mesh } from './schema.ts';

const SLASHES_ACTIONS = [
  'IMPLEMENTATION_SPECIFIC_DEFAULT',
  'KEEP_UNCHANGED',
  'REJECT_REQUEST',
  'UNESCAPE_AND_REDIRECT',
  'UNESCAPE_AND_FORWARD',
];
const UNDERSCORES_ACTIONS = ['ALLOW', 'REJECT_REQUEST', 'DROP_HEADER'];
export function validateMesh(entry: Mesh): void {
  refuseProblems(metaProblems(entry));
  const tls = (entry.TLS ?? {}) as Readonly<Record<string, TlsParameters | undefined>>;
  for (const direction of ['Incoming', 'Outgoing']) {
    const problem = tlsParametersError(tls[direction] ?? {});
    if (problem === undefined) continue;
    throw refused(`error in ${direction.toLowerCase()} TLS configuration: ${problem}`);
  }
  const problem = normalizationError(entry);
  if (problem !== undefined) {
    throw refused(`error in HTTP incoming request normalization configuration: ${problem}`);
  }
}

function normalizationError({ HTTP }: Mesh): string | undefined {
  const incoming = HTTP?.['Incoming'] as
    | { readonly RequestNormalization?: Readonly<Record<string, unknown>> }
    | undefined;
  const normalization = incoming?.RequestNormalization ?? {};
  return (
    actionError(normalization, 'PathWithEscapedSlashesAction', SLASHES_ACTIONS) ??
    actionError(normalization, 'HeadersWithUnderscoresAction', UNDERSCORES_ACTIONS)
  );
}

function actionError(
  settings: Readonly<Record<string, unknown>>,
  name: string,
  actions: readonly string[],
): string | undefined {
  const action = String(settings[name] ?? '');
  if (action === '' || actions.includes(action)) return undefined;
  return `no matching ${name} value found for ${action}, please specify one of [${actions.join(', ')}]`;
}
