// SPDX-License-Identifier: Apache-2.0
// Command-line flags in the manner of Go's `flag` package, which Consul's users know: one dash or two,
// `-name=value` or `-name value`, `-switch` or `-switch=false`; the first argument that is no flag, or
// `--`, ends them. In: declarations and arguments. Out: typed values and what is left. Texts are Go's.

/** The groups that a command's usage shows, in this order. */
export const HTTP_API_OPTIONS = 'HTTP API Options';
export const COMMAND_OPTIONS = 'Command Options';

/** One flag; flag-kinds.ts has those that exist. */
export interface Flag<T> {
  readonly name: string;
  readonly usage: string;
  /** What the usage shows as the value, in `-name=<example>`; '' for a switch. */
  readonly example: string;
  readonly group: string;
  readonly isSwitch: boolean;
  /** What a shell offers as the value. */
  readonly values?: readonly string[];
  readonly initial: T;
  /** The value from the texts given so far, the newest last; throws an Error with the reason if it has none. */
  read(texts: readonly string[]): T;
}

export type FlagSet = Readonly<Record<string, Flag<unknown>>>;

export type FlagValues<S extends FlagSet> = {
  readonly [K in keyof S]: S[K] extends Flag<infer T> ? T : never;
};

export interface ParsedFlags<S extends FlagSet> {
  readonly values: FlagValues<S>;
  /** The keys of the flags that were given, also where the value is the initial one. */
  readonly given: ReadonlySet<keyof S>;
  /** Every occurrence, in order, for flags whose order among each other counts. */
  readonly occurrences: readonly { readonly key: keyof S; readonly text: string }[];
  /** What follows the flags. */
  readonly args: readonly string[];
}

/** Arguments that cannot be read; print the message and the usage, and exit 1. */
export class FlagError extends Error {
  override readonly name: string = 'FlagError';
}

/** A call that can't be meant like this; print the message and the usage, and exit 1. */
export class WrongUse extends FlagError {
  override readonly name = 'WrongUse';
}

/** `-h` or `-help` was given; print the usage and exit 0. */
export class HelpRequested extends FlagError {
  override readonly name = 'HelpRequested';

  constructor() {
    super('flag: help requested');
  }
}

/** Reads flags from the front of `argv`. Throws FlagError. */
export function parseFlags<S extends FlagSet>(flags: S, argv: readonly string[]): ParsedFlags<S> {
  const byName = new Map(Object.entries(flags).map(([key, flag]) => [flag.name, { key, flag }]));
  const values = new Map(Object.entries(flags).map(([key, flag]) => [key, flag.initial]));
  const texts = new Map<keyof S, readonly string[]>();
  const occurrences: { key: keyof S; text: string }[] = [];
  let at = 0;
  for (; at < argv.length; at += 1) {
    const arg = argv[at] ?? '';
    if (arg.length < 2 || !arg.startsWith('-')) break;
    if (arg === '--') {
      at += 1;
      break;
    }
    const { name, attached } = splitFlag(arg);
    const found = byName.get(name);
    if (found === undefined) {
      if (name === 'h' || name === 'help') throw new HelpRequested();
      throw new FlagError(`flag provided but not defined: -${name}`);
    }
    const { key, flag } = found;
    let text = attached ?? (flag.isSwitch ? 'true' : undefined);
    if (text === undefined) {
      at += 1;
      text = argv[at];
    }
    if (text === undefined) throw new FlagError(`flag needs an argument: -${name}`);
    const all = [...(texts.get(key) ?? []), text];
    texts.set(key, all);
    occurrences.push({ key, text });
    values.set(key, readValue(flag, all));
  }
  return {
    values: Object.fromEntries(values) as FlagValues<S>,
    given: new Set(texts.keys()),
    occurrences,
    args: argv.slice(at),
  };
}

function splitFlag(arg: string): { name: string; attached: string | undefined } {
  const body = arg.slice(arg.startsWith('--') ? 2 : 1);
  if (body.startsWith('-') || body.startsWith('=')) {
    throw new FlagError(`bad flag syntax: ${arg}`);
  }
  const equals = body.indexOf('=');
  if (equals === -1) return { name: body, attached: undefined };
  return { name: body.slice(0, equals), attached: body.slice(equals + 1) };
}

function readValue(flag: Flag<unknown>, texts: readonly string[]): unknown {
  try {
    return flag.read(texts);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const quoted = JSON.stringify(texts.at(-1));
    throw new FlagError(
      flag.isSwitch
        ? `invalid boolean value ${quoted} for -${flag.name}: ${reason}`
        : `invalid value ${quoted} for flag -${flag.name}: ${reason}`,
    );
  }
}
