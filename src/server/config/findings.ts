// SPDX-License-Identifier: Apache-2.0
import { durationError, parseDurationMs } from '../../model/duration.ts';

/** Collects what is wrong with a configuration and what deserves a note, each with the place it comes from. */
export class Findings {
  readonly problems: string[] = [];
  readonly notes: string[] = [];
  readonly #origins: ReadonlyMap<string, string>;

  constructor(origins: ReadonlyMap<string, string>) {
    this.#origins = origins;
  }

  /** A problem with the value of `key` (dotted); the place where it was set is added. */
  problem(key: string, text: string): void {
    const origin = this.#origins.get(key);
    const place = origin === undefined || text.includes(origin) ? '' : ` (${origin})`;
    if (!this.problems.includes(text + place)) this.problems.push(text + place);
  }

  note(text: string): void {
    if (!this.notes.includes(text)) this.notes.push(text);
  }

  /** A setting that is accepted and has no effect. */
  noteMeaningless(key: string): void {
    this.note(`${JSON.stringify(key)} has no meaning here and will have no effect`);
  }

  /** Whether a user set the key. */
  isSet(key: string): boolean {
    return this.#origins.has(key);
  }

  /** A port from 1 to 65535; -1 for one that is turned off. */
  port(key: string, value: number | undefined, initial: number): number {
    const port = value ?? initial;
    if (port <= 0) return -1;
    if (port > 65_535) this.problem(key, `${key}: invalid port: ${port}`);
    return port;
  }

  /** A Go duration, in milliseconds. */
  durationMs(key: string, value: string | undefined, initialMs: number): number {
    if (value === undefined) return initialMs;
    const ms = parseDurationMs(value);
    if (ms !== undefined) return ms;
    this.problem(
      key,
      `${key}: invalid duration: ${JSON.stringify(value)}: ${durationError(value)}`,
    );
    return initialMs;
  }
}
