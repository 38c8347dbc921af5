// SPDX-License-Identifier: Apache-2.0

const WIDTH = 100;

/** JSON for people: keys in order, and whatever fits into one line stands in one. */
export function printJson(value: unknown): string {
  // Through JSON first: what prints itself as something else (a secret, a map) does so.
  return `${print(JSON.parse(JSON.stringify(value, mapsAsObjects)) as unknown, '', '')}\n`;
}

function mapsAsObjects(_key: string, value: unknown): unknown {
  return value instanceof Map ? Object.fromEntries(value) : value;
}

function print(value: unknown, indent: string, before: string): string {
  const line = printLine(value);
  if (indent.length + before.length + line.length < WIDTH) return line;
  if (typeof value !== 'object' || value === null) return line;
  const inner = `${indent}  `;
  if (Array.isArray(value)) {
    return block(
      '[',
      value.map((item) => inner + print(item, inner, '')),
      `${indent}]`,
    );
  }
  const lines = sorted(value).map(([key, item]) => {
    const name = `${JSON.stringify(key)}: `;
    return inner + name + print(item, inner, name);
  });
  return block('{', lines, `${indent}}`);
}

function block(open: string, lines: readonly string[], close: string): string {
  return [open, lines.join(',\n'), close].join('\n');
}

function printLine(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(printLine).join(', ')}]`;
  const parts = sorted(value).map(([key, item]) => `${JSON.stringify(key)}: ${printLine(item)}`);
  return parts.length === 0 ? '{}' : `{ ${parts.join(', ')} }`;
}

function sorted(value: object): [string, unknown][] {
  return Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
}
