// SPDX-License-Identifier: Apache-2.0
// Checks that are programs inside a container, run by the Docker daemon over its HTTP API: an exec is created,
// started, and asked for its exit code.
import type { IncomingMessage, RequestOptions } from 'node:http';
import type { CheckType } from '../../model/agent/check-type.ts';
import { formatDuration } from '../../model/duration.ts';
import { networkErrorText } from './network-error.ts';
import { MAX_OUTPUT_BYTES, TailBuffer } from './output.ts';
import { named } from './http-target.ts';
import type { Probe } from './probe-loop.ts';
import { DEFAULT_RUN_MS, resultOfExit } from './script.ts';
import { critical } from './tcp.ts';

// Importing Node's HTTP as a module loads a whole second client with it.
const http = () => process.getBuiltinModule('node:http');

// Of what the daemon answers about an exec.
const MAX_ANSWER_BYTES = 64 * 1024;

export function dockerProbe(type: CheckType, dockerHost: string): Probe {
  const container = type.DockerContainerID ?? '';
  const timeoutMs = type.Timeout || DEFAULT_RUN_MS;
  const maxBytes = type.OutputMaxSize || MAX_OUTPUT_BYTES;
  const daemon = parseDockerHost(dockerHost);
  return async (signal) => {
    if (daemon === undefined) return critical(`unable to parse docker host \`${dockerHost}\``);
    const timeout = AbortSignal.timeout(timeoutMs);
    const within = AbortSignal.any([signal, timeout]);
    try {
      const id = await createExec(daemon, container, type.ScriptArgs ?? [], within);
      const output = await startExec(daemon, container, id, maxBytes, within);
      return resultOfExit(await exitCodeOf(daemon, container, id, within), output);
    } catch (error) {
      if (timeout.aborted) {
        return critical(`Timed out (${formatDuration(timeoutMs)}) running check`);
      }
      return critical(error instanceof Error ? error.message : String(error));
    }
  };
}

type Daemon = Pick<RequestOptions, 'socketPath' | 'host' | 'port'> & { readonly basePath: string };

function parseDockerHost(text: string): Daemon | undefined {
  const [, scheme, rest = ''] = /^([a-z]+):\/\/(.*)$/.exec(text) ?? [];
  if (scheme === 'unix') return { socketPath: rest, basePath: '' };
  if (scheme !== 'tcp' && scheme !== 'http') return undefined;
  if (!URL.canParse(`http://${rest}`)) return undefined;
  const { hostname, port, pathname } = new URL(`http://${rest}`);
  return { host: hostname, port: port || '80', basePath: pathname.replace(/\/$/, '') };
}

async function createExec(
  daemon: Daemon,
  container: string,
  command: readonly string[],
  signal: AbortSignal,
): Promise<string> {
  const body = { AttachStdin: false, AttachStdout: true, AttachStderr: true, Tty: false };
  const path = `/containers/${encodeURIComponent(container)}/exec`;
  const asked = { method: 'POST', path, body: { ...body, Cmd: command } };
  const { status, tail } = await ask(daemon, asked, MAX_ANSWER_BYTES, signal).catch(
    failed(daemon, asked, `create exec failed for container ${container}`),
  );
  if (status === 404) throw new Error(`create exec failed for unknown container ${container}`);
  if (status === 409) {
    throw new Error(`create exec failed since container ${container} is paused or stopped`);
  }
  if (status !== 201) {
    const said = tail.toString();
    throw new Error(`create exec failed for container ${container} with status ${status}: ${said}`);
  }
  const { Id } = parsed(tail, `create exec response for container ${container}`);
  return String(Id);
}

async function startExec(
  daemon: Daemon,
  container: string,
  id: string,
  maxBytes: number,
  signal: AbortSignal,
): Promise<string> {
  // With a terminal, what it writes comes as it is; without, it would come in frames.
  const asked = { method: 'POST', path: `/exec/${id}/start`, body: { Detach: false, Tty: true } };
  const { status, tail } = await ask(daemon, asked, maxBytes, signal).catch(
    failed(daemon, asked, `start exec failed for container ${container}`),
  );
  if (status === 200) return tail.captured();
  if (status === 404) {
    throw new Error(`start exec failed for container ${container}: invalid exec id ${id}`);
  }
  if (status === 409) {
    throw new Error(`start exec failed since container ${container} is paused or stopped`);
  }
  throw new Error(
    `start exec failed for container ${container} with status ${status}: body: ${tail.toString()} err: <nil>`,
  );
}

async function exitCodeOf(
  daemon: Daemon,
  container: string,
  id: string,
  signal: AbortSignal,
): Promise<number> {
  const asked = { method: 'GET', path: `/exec/${id}/json` };
  const what = `inspect exec failed for container ${container}`;
  const { status, tail } = await ask(daemon, asked, MAX_ANSWER_BYTES, signal).catch(
    failed(daemon, asked, what),
  );
  if (status === 404) throw new Error(`${what}: invalid exec id ${id}`);
  if (status !== 200) throw new Error(`${what} with status ${status}: ${tail.toString()}`);
  const { ExitCode } = parsed(tail, `inspect exec response for container ${container}`);
  return typeof ExitCode === 'number' ? ExitCode : 0;
}

interface Asked {
  readonly method: string;
  readonly path: string;
  readonly body?: unknown;
}

interface Answer {
  readonly status: number;
  readonly tail: TailBuffer;
}

async function ask(
  { basePath, ...where }: Daemon,
  { method, path, body }: Asked,
  maxBytes: number,
  signal: AbortSignal,
): Promise<Answer> {
  const text = body === undefined ? '' : JSON.stringify(body);
  const headers = {
    host: 'docker',
    ...(text === ''
      ? {}
      : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) }),
  };
  const options = { ...where, path: basePath + path, method, headers, signal, agent: false };
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    http().request(options, resolve).on('error', reject).end(text);
  });
  const tail = new TailBuffer(maxBytes);
  try {
    for await (const chunk of response as AsyncIterable<Buffer>) tail.add(chunk);
  } catch (error) {
    // The daemon ends the connection of a program's output as it likes.
    if (signal.aborted) throw error;
  }
  return { status: response.statusCode ?? 0, tail };
}

function failed(
  { socketPath, basePath, host, port }: Daemon,
  { method, path }: Asked,
  what: string,
): (error: unknown) => never {
  const address = socketPath ?? `${host}:${port}`;
  const network = socketPath === undefined ? 'tcp' : 'unix';
  const url = `http://${encodeURIComponent(address).replaceAll('%3A', ':')}${basePath}${path}`;
  return (error) => {
    const why = `${named(method)} "${url}": ${networkErrorText(error, network, address)}`;
    throw new Error(`${what}: ${why}`, { cause: error });
  };
}

function parsed(tail: TailBuffer, what: string): Readonly<Record<string, unknown>> {
  try {
    return JSON.parse(tail.toString()) as Record<string, unknown>;
  } catch (error) {
    throw new Error(`${what} cannot be parsed: ${String(error)}`, { cause: error });
  }
}
