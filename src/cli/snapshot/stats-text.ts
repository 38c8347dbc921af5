// SPDX-License-Identifier: Apache-2.0
import { filledColumns } from '../columns.ts';
import type { Stat, StateStats } from './state-stats.ts';

const GAP = 6;
const DASHES = '----';
const UNITS = ['B', 'KB', 'MB', 'GB', 'TB'];

/** Tables of what a state holds, as people read them; that of keys only when there are some. */
export function statsText({ types, keys, totalBytes, totalKeyBytes }: StateStats): string {
  const all = tableOf('Type', types, totalBytes);
  return keys.length === 0 ? all : `${all}\n${tableOf('Key Name', keys, totalKeyBytes)}`;
}

function tableOf(title: string, stats: readonly Stat[], total: number): string {
  const line = [` ${DASHES}`, DASHES, DASHES];
  const rows = stats.map(({ Name, Sum, Count }) => [` ${Name}`, String(Count), sizeText(Sum)]);
  const header = [` ${title}`, 'Count', 'Size'];
  return filledColumns([header, line, ...rows, line, [' Total', '', sizeText(total)]], GAP);
}

/** '609B', '6.8KB', '2MB'; nothing is '0'. */
function sizeText(bytes: number): string {
  if (bytes === 0) return '0';
  let value = bytes;
  let unit = 0;
  while (value >= 1024 && unit < UNITS.length - 1) {
    value /= 1024;
    unit += 1;
  }
  return `${value.toFixed(1).replace(/\.0$/, '')}${UNITS[unit]}`;
}
