// SPDX-License-Identifier: Apache-2.0

const GAP = 2;

/** Rows as columns, `gap` spaces apart, as wide as their widest cell; no trailing blanks. */
export function columns(rows: readonly (readonly string[])[], gap: number = GAP): string {
  const widths: number[] = [];
  for (const row of rows) {
    for (const [i, cell] of row.entries()) widths[i] = Math.max(widths[i] ?? 0, cell.length);
  }
  const line = (row: readonly string[]) =>
    row
      .map((cell, i) => cell.padEnd(widths[i] ?? 0))
      .join(' '.repeat(gap))
      .trimEnd();
  return rows.map((row) => `${line(row)}\n`).join('');
}
