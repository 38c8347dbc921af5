// SPDX-License-Identifier: Apache-2.0
// Durations as Go writes and reads them ('1h30m', '250ms', '1.5s'), in milliseconds here.

const UNITS_MS: Readonly<Record<string, number>> = {
  ns: 1e-6,
  us: 1e-3,
  µs: 1e-3,
  μs: 1e-3,
  ms: 1,
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
};

// A duration of Go's is a whole number of nanoseconds that 64 bits hold.
const MAX_MS = 2 ** 63 / 1e6;

const WHOLE =
  /^[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:ns|us|µs|μs|ms|s|m|h)(?:(?:\d+(?:\.\d*)?|\.\d+)(?:ns|us|µs|μs|ms|s|m|h))*$/;
const PART = /(\d+(?:\.\d*)?|\.\d+)(ns|us|µs|μs|ms|s|m|h)/g;

/** Milliseconds, or undefined when the text is no duration (Go's time.ParseDuration). */
export function parseDurationMs(text: string): number | undefined {
  if (text === '0' || text === '+0' || text === '-0') return 0;
  if (text.length > 64 || !WHOLE.test(text)) return undefined;
  let sum = 0;
  for (const [, amount, unit] of text.matchAll(PART)) {
    sum += Number(amount) * (UNITS_MS[unit ?? ''] ?? 0);
  }
  if (sum > MAX_MS) return undefined;
  return text.startsWith('-') ? -sum : sum;
}

/** What Go says of a text that is no duration. */
export function durationError(text: string): string {
  const quoted = quoteBytes(text);
  let rest = text.replace(/^[-+]/, '');
  while (rest !== '') {
    const [amount = '', unit = ''] = /^(?:\d+\.?\d*|\.\d+)([^\d.]*)/.exec(rest) ?? [];
    if (amount === '') break;
    if (unit === '') return `time: missing unit in duration ${quoted}`;
    if (!Object.hasOwn(UNITS_MS, unit)) {
      return `time: unknown unit ${quoteBytes(unit)} in duration ${quoted}`;
    }
    rest = rest.slice(amount.length);
  }
  return `time: invalid duration ${quoted}`;
}

/** Go's package for times quotes more simply than the rest of it does: byte by byte. */
function quoteBytes(text: string): string {
  const bytes = Buffer.from(text).toString('latin1');
  const escaped = bytes.replaceAll(/["\\]/g, String.raw`\$&`).replaceAll(/[^ -\x7f]/g, (byte) => {
    return String.raw`\x${byte.charCodeAt(0).toString(16).padStart(2, '0')}`;
  });
  return `"${escaped}"`;
}

/** As Go prints a time.Duration: '1m30s', '250ms', '0s'. */
export function formatDuration(ms: number): string {
  if (ms === 0) return '0s';
  const sign = ms < 0 ? '-' : '';
  const absolute = Math.abs(ms);
  if (absolute < 1e-3) return `${sign}${Math.round(absolute * 1e6)}ns`;
  if (absolute < 1) return `${sign}${trim(absolute * 1e3)}µs`;
  if (absolute < 1_000) return `${sign}${trim(absolute)}ms`;
  const hours = Math.floor(absolute / 3_600_000);
  const minutes = Math.floor(absolute / 60_000) % 60;
  const seconds = (absolute - hours * 3_600_000 - minutes * 60_000) / 1_000;
  const head = hours > 0 ? `${hours}h${minutes}m` : minutes > 0 ? `${minutes}m` : '';
  return `${sign}${head}${trim(seconds)}s`;
}

function trim(value: number): string {
  return String(Number(value.toFixed(9)));
}
