// SPDX-License-Identifier: Apache-2.0
// What a command is: a verb on a noun, decided on a consistent state. Pure and synchronous: time, ids
// and secrets arrive in the input.
import type { Write } from '../log/log.ts';
import type { Read } from '../state/state.ts';
import type { Row, Table } from '../state/table.ts';

/** No writes means that nothing has to change; then nothing is logged and no index moves. */
export interface Decision<R> {
  readonly writes: readonly Write[];
  readonly reply: R;
}

export interface Command<I, R> {
  /** verb-noun, as the file: 'register-service'. */
  readonly name: string;
  /** Throws Refusal when the answer is no; then nothing is written. */
  readonly decide: (read: Read, input: I) => Decision<R>;
}

export function defineCommand<I, R = void>(command: Command<I, R>): Command<I, R> {
  return command;
}

/** The image of a row for the log. */
export function put<T extends object>(table: Table<T>, value: T): Write {
  return { table: table.name, key: table.key(value), value };
}

/** Removes a row by what it is now. */
export function remove<T extends object>(table: Table<T>, row: Row<T>): Write {
  return { table: table.name, key: row.key, value: undefined };
}

/**
 * Thrown by `decide` when it has to tell the revision of a row that another command of the same batch has just
 * written: it is asked again when that is known.
 */
export class NotYet extends Error {
  override readonly name = 'NotYet';
}
