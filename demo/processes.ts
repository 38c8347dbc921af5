// SPDX-License-Identifier: Apache-2.0
// Processes and folders that are always ended: by process id, also after a failure or in the middle of a start.
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const KEPT_LINES = 60;
const PATIENCE_MS = 5_000;

export interface ProcessOptions {
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Resolves the start when a line of the output contains it; without one the start is the spawn. */
  readonly readyText?: string;
}

export class RunningProcess {
  readonly name: string;
  readonly #child: ChildProcess;
  readonly #lines: string[] = [];
  readonly #exited: Promise<void>;
  readonly #ready = Promise.withResolvers<void>();

  constructor(name: string, { command, args, env, readyText }: ProcessOptions) {
    this.name = name;
    this.#child = spawn(command, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...env },
    });
    this.#exited = new Promise((resolve) => {
      this.#child.once('close', () => {
        this.#ready.reject(new Error(`${name} ended early:\n${this.output}`));
        resolve();
      });
      this.#child.once('error', (error) => {
        this.#ready.reject(error);
        resolve();
      });
    });
    this.#ready.promise.catch(() => {});
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        this.#keep(text);
        if (readyText !== undefined && this.output.includes(readyText)) this.#ready.resolve();
      });
    }
    if (readyText === undefined) this.#child.once('spawn', () => this.#ready.resolve());
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  /** The last lines that it printed. */
  get output(): string {
    return this.#lines.join('\n');
  }

  get isRunning(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /** Resolves when it is ready; rejects with its output when it ends before. */
  ready(): Promise<void> {
    return this.#ready.promise;
  }

  /** Asks it to end, and ends it when it doesn't. */
  async stop(): Promise<void> {
    if (!this.isRunning) return;
    this.#child.kill('SIGTERM');
    const force = setTimeout(() => this.#child.kill('SIGKILL'), PATIENCE_MS);
    await this.#exited;
    clearTimeout(force);
  }

  /** Ends it without letting it finish anything. */
  async kill(): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.#exited;
  }

  #keep(text: string): void {
    this.#lines.push(...text.split('\n').filter((line) => line !== ''));
    this.#lines.splice(0, this.#lines.length - KEPT_LINES);
  }
}

/** Everything that a run has started and made. Once it ends, nothing can be started or made any more. */
export class Workspace implements AsyncDisposable {
  readonly #running: RunningProcess[] = [];
  readonly #ended = new AbortController();
  #folder: string | undefined;

  /** Aborts at the end: what waits for something in this workspace waits no longer. */
  get signal(): AbortSignal {
    return this.#ended.signal;
  }

  async start(name: string, options: ProcessOptions): Promise<RunningProcess> {
    this.signal.throwIfAborted();
    const running = new RunningProcess(name, options);
    this.#running.push(running);
    await running.ready();
    return running;
  }

  /** Runs a command to its end and resolves with what it prints; rejects with its complaint. */
  async run({ command, args, env }: Omit<ProcessOptions, 'readyText'>): Promise<string> {
    this.signal.throwIfAborted();
    const { promise, resolve, reject } = Promise.withResolvers<string>();
    const options = { env: { ...process.env, ...env }, signal: this.signal };
    execFile(command, args, options, (error, stdout, stderr) => {
      if (error === null) resolve(stdout);
      else reject(new Error(`${named(args)}: ${stderr.trim() || 'failed'}`));
    });
    return promise;
  }

  /** A folder of its own below the system's temporary folder; removed at the end. */
  folder(name: string): string {
    // Without a pause between question and deed: the end may come in every pause.
    this.signal.throwIfAborted();
    this.#folder ??= mkdtempSync(join(tmpdir(), 'causeway-'));
    const folder = join(this.#folder, name);
    mkdirSync(folder, { recursive: true });
    return folder;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#ended.abort(new Error('the run is over'));
    await Promise.all(this.#running.map((running) => running.stop()));
    if (this.#folder === undefined) return;
    // Retries: a writer who has just been told may still be adding a file.
    await rm(this.#folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** The command without its flags: one of them may hold a token. */
function named(args: readonly string[]): string {
  const firstFlag = args.findIndex((arg) => arg.startsWith('-'));
  return args.slice(0, firstFlag === -1 ? args.length : firstFlag).join(' ');
}
