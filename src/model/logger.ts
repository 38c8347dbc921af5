// SPDX-License-Identifier: Apache-2.0

/** From the least to the most urgent. */
export const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error'] as const;

export type LogLevel = (typeof LOG_LEVELS)[number];

export type LogFields = Readonly<Record<string, unknown>>;

/**
 * Where parts say what happened: a constant message, everything else in fields. Levels: error, somebody
 * must act; warn, something is degraded or refused; info, what an operator did or a state that changed;
 * debug, for people who read the source. Secrets are never a field.
 */
export interface Logger {
  trace(message: string, fields?: LogFields): void;
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
  /** A logger for a part: names are joined with dots ('agent.http'). */
  named(name: string): Logger;
}

/** For tests and for parts that nobody listens to. */
export const silentLogger: Logger = {
  trace: () => {},
  debug: () => {},
  info: () => {},
  warn: () => {},
  error: () => {},
  named: () => silentLogger,
};
