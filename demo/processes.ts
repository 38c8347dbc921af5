// SPDX-License-Identifier: Apache-2.0
// Processes and folders that are always ended: by process id, last started first, also after a failure.
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
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

/** Everything that a run has started and made. */
export class Workspace implements AsyncDisposable {
  readonly #endings: (() => Promise<void>)[] = [];
  #folder: Promise<string> | undefined;

  async start(name: string, options: ProcessOptions): Promise<RunningProcess> {
    const running = new RunningProcess(name, options);
    this.#endings.push(() => running.stop());
    await running.ready();
    return running;
  }

  /** A folder of its own below the system's temporary folder; removed at the end. */
  async folder(name: string): Promise<string> {
    this.#folder ??= mkdtemp(join(tmpdir(), 'causeway-'));
    return join(await this.#folder, name);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const endings = this.#endings.splice(0).toReversed();
    await Promise.all(endings.map((end) => end()));
    const folder = await this.#folder;
    if (folder !== undefined) await rm(folder, { recursive: true, force: true });
  }
}
