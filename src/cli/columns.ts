// SPDX-License-Identifier: Apache-2.0

const GAP = 2;

/** Rows as columns, `gap` spaces apart, as wide as their widest cell; no trailing blanks. */
export function columns(rows: readonly (readonly string[])[], gap: number = GAP): string {
  return linesOf(rows, gap)
    .map((line) => `${line.trimEnd()}\n`)
    .join('');
}

/** The same where Consul fills all cells but a line's last one, empty ones too. */
export function filledColumns(rows: readonly (readonly string[])[], gap: number = GAP): string {
  return linesOf(rows, gap)
    .map((line) => `${line}\n`)
    .join('');
}

function linesOf(rows: readonly (readonly string[])[], gap: number): string[] {
  const widths: number[] = [];
  for (const row of rows) {
    for (const [i, cell] of row.entries()) widths[i] = Math.max(widths[i] ?? 0, cell.length);
  }
  return rows.map((row) => {
    const filled = row.slice(0, -1).map((cell, i) => cell.padEnd((widths[i] ?? 0) + gap));
    return filled.join('') + (row.at(-1) ?? '');
  });
}
