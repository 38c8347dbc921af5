// SPDX-License-Identifier: Apache-2.0
// Runs a watch of the configuration: it asks this agent over HTTP, as anybody could, and hands every new value
// to its program or URL, one after the other. What goes wrong is logged and tried again; it is no trouble of the server.
import { MAX_OUTPUT_BYTES, TailBuffer } from '../../agent/checks/output.ts';
import { runProgram } from '../../agent/checks/script.ts';
import { Client } from '../../client/client.ts';
import { follow, type Value } from '../../client/watch/follow.ts';
import { viewOf } from '../../client/watch/views.ts';
import type { Logger } from '../../model/logger.ts';
import { callUrl } from './call-url.ts';
import type { HttpHandler, ProgramHandler, Watch } from './watch.ts';

export interface WatchPorts {
  /** Where this agent answers HTTP: 'http://127.0.0.1:8500'. */
  readonly address: () => string;
  readonly logger: Logger;
  /** Between attempts, growing; 5 s unless a test has no time. */
  readonly retryMs?: number;
}

/** Ends when the signal is aborted, and with it the program that still runs. */
export async function runWatch(
  watch: Watch,
  { address, logger, retryMs }: WatchPorts,
  signal: AbortSignal,
): Promise<void> {
  const { type, parameters, handler, token, datacenter, stale } = watch;
  // It is this agent that is asked: its certificate need not be for the loopback.
  const client = new Client({
    address: address(),
    token,
    datacenter,
    stale,
    tls: { verify: false },
  });
  try {
    const values = follow(client, viewOf(type, parameters), {
      signal,
      onTrouble: (reason) => logger.error('a watch failed', { type, reason }),
      retriesRefusals: true,
      ...(retryMs === undefined ? {} : { retryMs }),
    });
    for await (const value of values) {
      await (handler.kind === 'program'
        ? tellProgram(handler, value, logger, signal)
        : tellUrl(handler, value, logger, signal));
    }
  } finally {
    client.close();
  }
}

async function tellProgram(
  { words: [program, ...args] }: ProgramHandler,
  { text, index = '0' }: Value,
  logger: Logger,
  signal: AbortSignal,
): Promise<void> {
  const { code, output, problem } = await runProgram(program, args, {
    maxBytes: MAX_OUTPUT_BYTES,
    signal,
    input: `${text}\n`,
    environment: { ...process.env, CONSUL_INDEX: index },
  });
  if (signal.aborted) return;
  if (problem !== undefined || code !== 0) {
    const reason = problem ?? `exit status ${code}`;
    logger.error('a watch handler failed', { watch_handler: program, reason, output });
  } else logger.debug('a watch handler ran', { watch_handler: program, output });
}

async function tellUrl(
  handler: HttpHandler,
  { text, index = '0' }: Value,
  logger: Logger,
  signal: AbortSignal,
): Promise<void> {
  const watch = new URL(handler.url).origin;
  const tail = new TailBuffer(MAX_OUTPUT_BYTES);
  try {
    const status = await callUrl(handler, { body: `${text}\n`, index, signal }, (chunk) => {
      tail.add(chunk);
    });
    const output = tail.captured();
    const isSuccess = status >= 200 && status <= 299;
    if (isSuccess) logger.trace('a watch handler was called', { watch, output });
    else logger.error('a watch handler refused', { watch, status, output });
  } catch (error) {
    if (signal.aborted) return;
    logger.error('a watch handler could not be called', {
      watch,
      reason: (error as Error).message,
    });
  }
}
