// SPDX-License-Identifier: Apache-2.0
// What the demo shows: each step as it happens with its outcome and time, and a table at the end.
import { columns } from '../src/cli/columns.ts';

interface Step {
  readonly variant: string;
  readonly title: string;
  readonly ms: number;
}

export class Report {
  readonly #steps: Step[] = [];
  readonly #write: (text: string) => void;
  #variant = '';

  constructor(write: (text: string) => void) {
    this.#write = write;
  }

  heading(variant: string): void {
    this.#variant = variant;
    this.#write(`\n== ${variant}\n`);
  }

  /** Runs a step; says what it is doing when it takes long, and how it ended. */
  async step(title: string, work: () => Promise<string | void>): Promise<void> {
    const started = performance.now();
    const patience = setInterval(() => {
      this.#write(`   … ${title}, ${seconds(performance.now() - started)} so far\n`);
    }, 2_000);
    try {
      const outcome = (await work()) ?? 'done';
      const ms = performance.now() - started;
      this.#steps.push({ variant: this.#variant, title, ms });
      this.#write(` ✔ ${clock()}  ${title} → ${outcome} (${seconds(ms)})\n`);
    } catch (error) {
      this.#write(` ✘ ${clock()}  ${title} (${seconds(performance.now() - started)})\n`);
      throw error;
    } finally {
      clearInterval(patience);
    }
  }

  /** Every step of every variant, in milliseconds. */
  table(): void {
    const variants = [...new Set(this.#steps.map((step) => step.variant))];
    const titles = [...new Set(this.#steps.map((step) => step.title))];
    const cell = (variant: string, title: string) => {
      const step = this.#steps.find((s) => s.variant === variant && s.title === title);
      return step === undefined ? '' : String(Math.round(step.ms));
    };
    const rows = titles.map((title) => [title, ...variants.map((v) => cell(v, title))]);
    this.#write(`\n${columns([['step, in ms', ...variants], ...rows])}`);
  }
}

function clock(): string {
  return new Date().toISOString().slice(11, 23);
}

function seconds(ms: number): string {
  return ms < 1_000 ? `${Math.round(ms)} ms` : `${(ms / 1_000).toFixed(1)} s`;
}
