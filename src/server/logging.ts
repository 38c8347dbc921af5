// SPDX-License-Identifier: Apache-2.0
// Log lines in hclog's two formats, text and JSON, so that what reads Consul's logs reads ours.
import { LOG_LEVELS, type LogFields, type Logger, type LogLevel } from '../model/logger.ts';
import type { LogHub } from './log-hub.ts';

export interface LoggingOptions {
  /** Looked at with each line: it may change. */
  readonly level: LogLevel;
  readonly json: boolean;
  readonly write: (line: string) => void;
  readonly now: () => Date;
  /** Told of everything, whatever the level. */
  readonly hub?: LogHub;
}

export function createLogger(options: LoggingOptions, name = 'agent'): Logger {
  const { hub } = options;
  const log = (level: LogLevel, message: string, fields: LogFields = {}) => {
    const isShown = LOG_LEVELS.indexOf(level) >= LOG_LEVELS.indexOf(options.level);
    if (!isShown && hub?.isFollowed !== true) return;
    const at = options.now();
    const lineOf = (json: boolean) =>
      `${(json ? jsonLine : textLine)(at, level, name, message, fields)}\n`;
    if (isShown) options.write(lineOf(options.json));
    hub?.tell(level, lineOf);
  };
  return {
    trace: (message, fields) => log('trace', message, fields),
    debug: (message, fields) => log('debug', message, fields),
    info: (message, fields) => log('info', message, fields),
    warn: (message, fields) => log('warn', message, fields),
    error: (message, fields) => log('error', message, fields),
    named: (part) => createLogger(options, `${name}.${part}`),
  };
}

function textLine(at: Date, level: LogLevel, name: string, message: string, fields: LogFields) {
  const tag = `[${level.toUpperCase()}]`.padEnd(7);
  let line = `${at.toISOString()} ${tag} ${name}: ${oneLine(message)}`;
  const pairs = Object.entries(fields).filter(([, value]) => value !== undefined);
  if (pairs.length > 0) line += ':';
  for (const [key, value] of pairs) line += ` ${key}=${textValue(value)}`;
  return line;
}

function jsonLine(at: Date, level: LogLevel, name: string, message: string, fields: LogFields) {
  const plain = Object.fromEntries(
    Object.entries(fields).map(([key, value]) => [
      key,
      value instanceof Error ? value.message : value,
    ]),
  );
  return JSON.stringify({
    '@level': level,
    '@message': message,
    '@module': name,
    '@timestamp': at.toISOString(),
    ...plain,
  });
}

function textValue(value: unknown): string {
  if (value instanceof Error) return JSON.stringify(value.message);
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? 'undefined');
  return /[\s="\\]/.test(text) || text === '' ? JSON.stringify(text) : text;
}

// A field or message may hold what a peer or client sent: it must not forge a second line.
function oneLine(text: string): string {
  return text.replaceAll(/[\r\n]+/g, ' ');
}
