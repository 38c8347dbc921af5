// SPDX-License-Identifier: Apache-2.0
// Real `bin/causeway agent` processes: what a user starts, ended by process id. Everything that they print is
// kept. In: arguments. Out: a running agent that answers HTTP, or how it ended.
import { spawn } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { freePort } from '../ports.ts';
import type { Answer } from './cluster.ts';

export const launcher = join(dirname(dirname(import.meta.dirname)), 'bin', 'causeway');

/** A start or an end that takes longer is a failure. */
const PATIENCE_MS = 20_000;

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface SpawnOptions {
  readonly command?: string;
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** The user to run as, when that is not the one who runs the tests. */
  readonly uid?: number;
}

export interface AgentOptions extends SpawnOptions {
  /** None: -dev. */
  readonly dataDir?: string;
  readonly ports?: AgentPorts;
  readonly args?: readonly string[];
  readonly hcl?: string;
}

/** 0 or less: closed. */
export interface AgentPorts {
  readonly http: number;
  readonly grpc: number;
  readonly grpcTls: number;
}

export interface AgentProcess extends AsyncDisposable {
  readonly pid: number;
  readonly url: string;
  readonly ports: AgentPorts;
  /** All that it has printed so far, on both channels. */
  readonly output: () => string;
  /** A string as body is sent as it is, everything else as JSON. */
  request<T>(method: string, path: string, body?: unknown): Promise<Answer<T>>;
  /** Sends a signal and resolves when the process is gone and its output is complete. */
  end(signal?: NodeJS.Signals): Promise<Ended>;
}

export async function freeAgentPorts(): Promise<AgentPorts> {
  return { http: await freePort(), grpc: await freePort(), grpcTls: await freePort() };
}

/** Starts an agent and waits until it says that it runs; rejects with its output when it ends before. */
export async function startAgent(options: AgentOptions = {}): Promise<AgentProcess> {
  const ports = options.ports ?? (await freeAgentPorts());
  const started = spawnAgent(argsOf(options, ports), options);
  const failed = started.ended.then(({ code, stdout, stderr }) => {
    throw new Error(`the agent ended with ${code}:\n${stdout}${stderr}`);
  });
  try {
    await Promise.race([started.said('causeway is running'), failed]);
  } catch (error) {
    started.kill('SIGKILL');
    throw error;
  }
  failed.catch(() => {});
  const url = `http://127.0.0.1:${ports.http}`;
  const end = (signal: NodeJS.Signals = 'SIGTERM') => {
    started.kill(signal);
    return within(started.ended, `the end after ${signal}`, () => started.kill('SIGKILL'));
  };
  return {
    pid: started.pid,
    url,
    ports,
    output: started.output,
    request: (method, path, body) => ask(url, method, path, body),
    end,
    [Symbol.asyncDispose]: async () => void (await end()),
  };
}

/** The arguments of an agent on the loopback. */
export function argsOf(options: AgentOptions, ports: AgentPorts): string[] {
  const { dataDir, args = [], hcl } = options;
  return [
    'agent',
    ...(dataDir === undefined ? ['-dev'] : ['-server', `-data-dir=${dataDir}`]),
    '-bind=127.0.0.1',
    `-http-port=${ports.http}`,
    `-grpc-port=${ports.grpc}`,
    `-grpc-tls-port=${ports.grpcTls}`,
    ...args,
    ...(hcl === undefined ? [] : [`-hcl=${hcl}`]),
  ];
}

/** Runs the program to its end, which must come by itself. */
export async function runToEnd(
  args: readonly string[],
  options: SpawnOptions = {},
): Promise<Ended> {
  const started = spawnAgent(args, options);
  return within(started.ended, 'an end by itself', () => started.kill('SIGKILL'));
}

/** Runs with an empty folder, which is removed whatever happens. */
export async function withFolder(run: (folder: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'causeway-agent-'));
  try {
    await run(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function spawnAgent(args: readonly string[], options: SpawnOptions) {
  const { command = launcher, cwd, env, uid } = options;
  const child = spawn(command, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(cwd === undefined ? {} : { cwd }),
    ...(env === undefined ? {} : { env }),
    ...(uid === undefined ? {} : { uid, gid: uid }),
  });
  let stdout = '';
  let stderr = '';
  const heard = new Map<string, () => void>();
  const listen = () => {
    for (const [text, tell] of heard) if (stdout.includes(text)) tell();
  };
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
    listen();
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const ended = new Promise<Ended>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => resolve({ code, signal, stdout, stderr }));
  });
  return {
    pid: child.pid ?? 0,
    ended,
    output: () => stdout + stderr,
    kill: (signal: NodeJS.Signals) => child.kill(signal),
    said: (text: string) => {
      const said = new Promise<void>((resolve) => heard.set(text, resolve));
      listen();
      return within(said, `“${text}”`, () => child.kill('SIGKILL'));
    },
  };
}

async function within<T>(awaited: Promise<T>, what: string, giveUp: () => void): Promise<T> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    giveUp();
    late.reject(new Error(`${what} did not come within ${PATIENCE_MS} ms`));
  }, PATIENCE_MS);
  try {
    return await Promise.race([awaited, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}

async function ask<T>(
  url: string,
  method: string,
  path: string,
  body: unknown,
): Promise<Answer<T>> {
  const payload = typeof body === 'string' ? body : JSON.stringify(body);
  const response = await fetch(`${url}${path}`, {
    method,
    ...(body === undefined ? {} : { body: payload }),
  });
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.startsWith('application/json') === true;
  return {
    status: response.status,
    text,
    json: (isJson && text !== '' ? JSON.parse(text) : undefined) as T,
    index: Number(response.headers.get('x-consul-index') ?? 0),
  };
}
