// SPDX-License-Identifier: Apache-2.0
// The command line in this process, against a server that plays scripted answers. In: arguments and, for each
// request that may come, its answer. Out: what was printed, the exit code, and the requests that were made.
import assert from 'node:assert/strict';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { text } from 'node:stream/consumers';
import { after, before, test } from 'node:test';
import { table } from '../src/cli/commands.ts';
import { runCli } from '../src/cli/main.ts';
import type { Environment } from '../src/client/environment.ts';
import { freePort } from './ports.ts';

/** An answer: JSON, sent with 200; or with a status, when it is a Reply. */
export type Script = Readonly<Record<string, unknown>>;

/** An answer that is not JSON with 200. */
export class Reply {
  readonly status: number;
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, body: string, headers: Readonly<Record<string, string>> = {}) {
    this.status = status;
    this.body = body;
    this.headers = headers;
  }
}

/** 'PUT /v1/config?cas=3 {"Kind":…}': what a request says, its body in one line. */
export type RequestLine = string;

export interface CliRun {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

export interface CliCase extends Partial<CliRun> {
  /** Arguments; a text is split at its spaces. */
  readonly run: string | readonly string[];
  /** Request without its body → answer; a request that is not here is answered with 404. */
  readonly answers?: Script;
  readonly environment?: Environment;
  readonly input?: string | Buffer;
  /** All that were made, in order; not looked at when left out. */
  readonly requests?: readonly RequestLine[];
}

/** An agent that answers by a script and remembers what it was asked. */
export class ScriptedAgent {
  readonly requests: IncomingMessage[] = [];
  readonly lines: RequestLine[] = [];
  readonly #server: Server;
  #script: Script = {};
  #port = 0;

  constructor() {
    this.#server = createServer((request, response) => {
      void this.#lineOf(request).then(({ line, target }) => {
        this.requests.push(request);
        this.lines.push(line);
        const isThere = Object.hasOwn(this.#script, target);
        const answer = isThere ? this.#script[target] : new Reply(404, `nothing at ${target}`);
        const reply = answer instanceof Reply ? answer : new Reply(200, JSON.stringify(answer));
        response.writeHead(reply.status, reply.headers).end(reply.body);
      });
    });
  }

  get address(): string {
    return `127.0.0.1:${this.#port}`;
  }

  async listen(): Promise<void> {
    this.#port = await freePort();
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject).listen(this.#port, '127.0.0.1', resolve);
    });
  }

  /** Forgets what it was asked before. */
  play(script: Script): void {
    this.#script = script;
    this.requests.length = 0;
    this.lines.length = 0;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #lineOf(request: IncomingMessage): Promise<{ line: RequestLine; target: string }> {
    const target = `${request.method} ${decodeURIComponent(request.url ?? '')}`;
    const body = await text(request);
    return { target, line: body === '' ? target : `${target} ${body}` };
  }
}

/** An agent for all tests of a file. */
export function scriptedAgent(): ScriptedAgent {
  const agent = new ScriptedAgent();
  before(() => agent.listen());
  after(() => agent.close());
  return agent;
}

/** Runs a command against the agent. */
export async function runCommand(
  agent: ScriptedAgent,
  { run, answers = {}, environment = {}, input = '' }: CliCase,
): Promise<CliRun> {
  agent.play(answers);
  let out = '';
  let err = '';
  const argv = typeof run === 'string' ? run.split(' ').filter((word) => word !== '') : run;
  const code = await runCli(table, argv, {
    out: (printed) =>
      (out += typeof printed === 'string' ? printed : Buffer.from(printed).toString()),
    err: (printed) => (err += printed),
    environment: { CONSUL_HTTP_ADDR: agent.address, ...environment },
    readInput: () => Promise.resolve(Buffer.from(input)),
    onInterrupt: () => () => {},
  });
  return { code, out, err };
}

/** One test a case; what a case doesn't name has to be exit code 0 and nothing printed. */
export function testCommands(cases: Readonly<Record<string, CliCase>>): void {
  const agent = scriptedAgent();
  for (const [name, expected] of Object.entries(cases)) {
    test(name, async () => {
      const { code = 0, out = '', err = '', requests } = expected;
      assert.deepEqual(await runCommand(agent, expected), { code, out, err });
      if (requests !== undefined) assert.deepEqual(agent.lines, requests);
    });
  }
}
