// SPDX-License-Identifier: Apache-2.0
// What is wrong with Envoy extensions of an entry, as far as it can be told without their arguments.

const BUILT_IN: ReadonlySet<string> = new Set([
  'builtin/aws/lambda',
  'builtin/ext-authz',
  'builtin/lua',
  'builtin/otel-access-logging',
  'builtin/property-override',
  'builtin/wasm',
]);

/** One bound on a version, like '>= 1.2.0-rc1+b'; several are separated by commas. */
const BOUND =
  /^\s*(?:[=<>]|!=|>=|<=|~>)?\s*v?\d+(?:\.\d+)*(?:-?[A-Za-z~-][0-9A-Za-z.~-]*|-\d[0-9A-Za-z.~-]*)?(?:\+[0-9A-Za-z.~-]+)?\s*$/;

export interface Extension {
  readonly Name?: unknown;
  readonly EnvoyVersion?: unknown;
  readonly ConsulVersion?: unknown;
}

export const extensionProblems = (extensions: readonly Extension[] | undefined) =>
  (extensions ?? []).flatMap((extension, i) => {
    const problem = problemOf(extension);
    return problem === undefined ? [] : [`invalid EnvoyExtensions[${i}]${problem}`];
  });

function problemOf(extension: Extension): string | undefined {
  const name = String(extension.Name ?? '');
  if (name === '') return ': Name is required';
  for (const field of ['EnvoyVersion', 'ConsulVersion'] as const) {
    const bounds = String(extension[field] ?? '').split(',');
    const wrong = bounds.find((bound) => !BOUND.test(bound));
    if (wrong === undefined || bounds.join() === '') continue;
    return `.${field}: Malformed constraint: ${wrong}`;
  }
  if (BUILT_IN.has(name)) return undefined;
  return `[${name}]: name ${JSON.stringify(name)} is not a built-in extension`;
}
