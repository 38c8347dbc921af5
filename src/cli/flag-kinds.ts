// SPDX-License-Identifier: Apache-2.0
import { durationError, parseDurationMs } from '../model/duration.ts';
import { parseBool } from '../model/go-bool.ts';
import { parseInteger } from '../model/go-integer.ts';
import { COMMAND_OPTIONS } from './flags.ts';
import type { Flag } from './flags.ts';

interface FlagOptions<I> {
  /** The value while the flag is not given; undefined if this is left out. */
  readonly initial?: I;
  /** Defaults to 'Command Options'. */
  readonly group?: string;
  /** What a shell offers as the value. */
  readonly values?: readonly string[];
}

/** A text. */
export function stringFlag<I extends string | undefined = undefined>(
  name: string,
  usage: string,
  options: FlagOptions<I> = {},
): Flag<string | I> {
  return scalar(name, usage, options, 'string', (text) => text);
}

/** A switch. */
export function boolFlag<I extends boolean | undefined = undefined>(
  name: string,
  usage: string,
  options: FlagOptions<I> = {},
): Flag<boolean | I> {
  return scalar(name, usage, options, '', (text) => {
    const value = parseBool(text);
    if (value !== undefined) return value;
    throw new Error(reasonOf(options, 'strconv.ParseBool', text, 'invalid syntax'));
  });
}

/** A whole number. */
export function intFlag<I extends number | undefined = undefined>(
  name: string,
  usage: string,
  options: FlagOptions<I> = {},
): Flag<number | I> {
  return scalar(name, usage, options, 'int', (text) => {
    if (options.initial !== undefined) return numberOf(text, true);
    // Those that may stay unset know decimal numbers only.
    if (!/^[+-]?\d+$/.test(text)) {
      throw new Error(reasonOf(options, 'strconv.Atoi', text, 'invalid syntax'));
    }
    const value = Number(text);
    if (Number.isSafeInteger(value)) return value;
    throw new Error(reasonOf(options, 'strconv.Atoi', text, 'value out of range'));
  });
}

/** A whole number from 0 on. */
export function uintFlag(name: string, usage: string): Flag<number> {
  return scalar(name, usage, { initial: 0 }, 'uint', (text) => numberOf(text, false));
}

/** A whole number of 64 bits from 0 on; 0 unless told otherwise. */
export function uint64Flag<I extends bigint | undefined = bigint>(
  name: string,
  usage: string,
  options: FlagOptions<I> = { initial: 0n as I },
): Flag<bigint | I> {
  return scalar(name, usage, options, 'uint', (text) => {
    const parsed = parseInteger(text, { isSigned: false, bits: 64 });
    if ('value' in parsed) return parsed.value;
    if (options.initial === undefined) throw new Error(parsed.problem);
    throw new Error(shortOf(parsed.problem));
  });
}

/** A Go duration such as 10s, in milliseconds. */
export function durationFlag<I extends number | undefined = undefined>(
  name: string,
  usage: string,
  options: FlagOptions<I> = {},
): Flag<number | I> {
  return scalar(name, usage, options, 'duration', (text) => {
    const milliseconds = parseDurationMs(text);
    if (milliseconds !== undefined) return milliseconds;
    if (options.initial !== undefined) throw new Error('parse error');
    throw new Error(durationError(text));
  });
}

/** A flag that may be given several times; its values in order. */
export function listFlag(
  name: string,
  usage: string,
  options: FlagOptions<never> = {},
): Flag<readonly string[]> {
  return { ...common(name, usage, options, 'value'), initial: [], read: (texts) => [...texts] };
}

/**
 * A flag that may be given several times, each time with one pair. With ':' as the separator a text
 * without one is a key with an empty value (`agent -node-meta`), with '=' it is an error (all others).
 */
export function mapFlag(
  name: string,
  usage: string,
  options: FlagOptions<never> & { readonly separator?: '=' | ':' } = {},
): Flag<Readonly<Record<string, string>>> {
  const { separator = '=' } = options;
  const pair = (text: string): [string, string] => {
    const at = text.indexOf(separator);
    if (at === -1 && separator === '=') throw new Error(`Missing "=" value in argument: ${text}`);
    return at === -1 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
  };
  return {
    ...common(name, usage, options, 'value'),
    initial: {},
    read: (texts) => Object.fromEntries(texts.map(pair)),
  };
}

function scalar<T, I extends T | undefined>(
  name: string,
  usage: string,
  options: FlagOptions<I>,
  example: string,
  read: (text: string) => T,
): Flag<T | I> {
  // Consul's flags that may stay unset show no type, Go's own do.
  const shown = example === '' || options.initial !== undefined ? example : 'value';
  return {
    ...common(name, usage, options, shown),
    initial: options.initial as I,
    read: (texts) => read(texts.at(-1) ?? ''),
  };
}

function common(name: string, usage: string, options: FlagOptions<unknown>, example: string) {
  // A word in backquotes in the usage names the value, as in Go.
  const named = /`([^`]+)`/.exec(usage)?.[1];
  const isSwitch = example === '';
  const { group = COMMAND_OPTIONS, values } = options;
  return {
    name,
    usage,
    group,
    isSwitch,
    example: isSwitch ? '' : (named ?? example),
    ...(values === undefined ? {} : { values }),
  };
}

/** A whole number in any base that Go's own flags read, as far as a number here can hold it. */
function numberOf(text: string, isSigned: boolean): number {
  const parsed = parseInteger(text, { isSigned, bits: 64 });
  if ('problem' in parsed) throw new Error(shortOf(parsed.problem));
  const value = Number(parsed.value);
  if (Number.isSafeInteger(value)) return value;
  throw new Error('value out of range');
}

const shortOf = (problem: string): string =>
  problem.endsWith('value out of range') ? 'value out of range' : 'parse error';

/** Go's own flags say only "parse error"; those that may stay unset are Consul's, and say why. */
function reasonOf(options: FlagOptions<unknown>, by: string, text: string, reason: string): string {
  if (options.initial === undefined) return `${by}: parsing ${JSON.stringify(text)}: ${reason}`;
  return reason === 'invalid syntax' ? 'parse error' : reason;
}
