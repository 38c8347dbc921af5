// SPDX-License-Identifier: Apache-2.0
// Finds what tests leave behind. Every process that a test starts inherits a mark in its environment, and every
// temporary file goes into one folder; what is there when the tests have ended was forgotten.
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const MARK = 'CAUSEWAY_TEST_RUN';

/** Watches over one run, by way of this process's environment, which the tests' processes inherit. */
export class Leftovers {
  readonly #mark: string;
  readonly #folder: string;

  private constructor(mark: string, folder: string) {
    this.#mark = mark;
    this.#folder = folder;
  }

  static watch(): Leftovers {
    const mark = randomUUID();
    const folder = mkdtempSync(join(tmpdir(), 'causeway-test-'));
    // Tests that act as another user pass through it; what they make in it has rights of its own.
    chmodSync(folder, 0o711);
    process.env[MARK] = mark;
    process.env['TMPDIR'] = folder;
    return new Leftovers(mark, folder);
  }

  /** Ends the processes and removes the files that are left, and says what they were. */
  clear(): string[] {
    const found: string[] = [];
    for (const { pid, command } of this.#processes()) {
      found.push(`process ${pid}: ${command}`);
      end(pid);
    }
    for (const name of readdirSync(this.#folder)) {
      found.push(`temporary file: ${name}`);
      rmSync(join(this.#folder, name), { recursive: true, force: true, maxRetries: 3 });
    }
    return found;
  }

  /** Clears, and removes the temporary folder itself. */
  end(): void {
    this.clear();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  /** Processes with this run's mark. Those of other users can't be read and aren't ours. */
  #processes(): { pid: number; command: string }[] {
    const found: { pid: number; command: string }[] = [];
    for (const entry of readdirSync('/proc')) {
      const pid = Number(entry);
      if (!Number.isInteger(pid) || pid === process.pid) continue;
      const environment = readOf(pid, 'environ');
      if (!environment.split('\0').includes(`${MARK}=${this.#mark}`)) continue;
      found.push({ pid, command: readOf(pid, 'cmdline').replaceAll('\0', ' ').trim() });
    }
    return found;
  }
}

function readOf(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return '';
  }
}

function end(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It ended by itself in the meantime.
  }
}
