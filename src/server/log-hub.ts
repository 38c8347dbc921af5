// SPDX-License-Identifier: Apache-2.0
// Hands what is logged to whoever follows it over HTTP. In: every line of the logger, in the formats and levels that
// somebody wants. Out: bytes for each follower. One who reads slowly keeps a bounded number of lines waiting.
import { LOG_LEVELS, type LogLevel } from '../model/logger.ts';
import type { LogFollowing, LogSource } from '../wire/http/agent/self/log-source.ts';

const MAX_WAITING = 512;

/** A line in one of the two formats, made when somebody wants it. */
export type LineOf = (json: boolean) => string;

class Follower {
  readonly #rank: number;
  readonly #json: boolean;
  #lines: string[] = [];
  #dropped = 0;
  #wake: (() => void) | undefined;

  constructor({ level, json }: LogFollowing) {
    this.#rank = LOG_LEVELS.indexOf(level);
    this.#json = json;
  }

  offer(rank: number, lineOf: LineOf): void {
    if (rank < this.#rank) return;
    if (this.#lines.length >= MAX_WAITING) this.#dropped += 1;
    else this.#lines.push(lineOf(this.#json));
    this.#wake?.();
  }

  async *lines(signal: AbortSignal): AsyncGenerator<Uint8Array> {
    const wake = (): void => this.#wake?.();
    signal.addEventListener('abort', wake);
    try {
      while (!signal.aborted) {
        if (this.#lines.length === 0) await this.#next();
        const waiting = this.#lines.splice(0);
        if (this.#dropped > 0) waiting.push(this.#gap(this.#dropped));
        this.#dropped = 0;
        if (waiting.length > 0) yield Buffer.from(waiting.join(''));
      }
    } finally {
      signal.removeEventListener('abort', wake);
    }
  }

  #next(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = () => {
        this.#wake = undefined;
        resolve();
      };
    });
  }

  #gap(count: number): string {
    const text = `monitor dropped ${count} lines, which came too fast`;
    return this.#json ? `${JSON.stringify({ '@level': 'warn', '@message': text })}\n` : `${text}\n`;
  }
}

export class LogHub implements LogSource {
  readonly #followers = new Set<Follower>();

  /** Whether anybody listens: nothing is formatted for nobody. */
  get isFollowed(): boolean {
    return this.#followers.size > 0;
  }

  tell(level: LogLevel, lineOf: LineOf): void {
    const rank = LOG_LEVELS.indexOf(level);
    for (const follower of this.#followers) follower.offer(rank, lineOf);
  }

  async *follow(following: LogFollowing): AsyncGenerator<Uint8Array> {
    const follower = new Follower(following);
    this.#followers.add(follower);
    try {
      yield* follower.lines(following.signal);
    } finally {
      this.#followers.delete(follower);
    }
  }
}
