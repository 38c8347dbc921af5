// SPDX-License-Identifier: Apache-2.0
import type { WatchParameters } from '../../client/watch/views.ts';

/** A watch of the configuration: what to look at, and whom to tell. */
export interface Watch {
  readonly type: string;
  readonly parameters: WatchParameters;
  readonly datacenter: string;
  /** Never printed. */
  readonly token: string;
  readonly stale: boolean;
  readonly handler: ProgramHandler | HttpHandler;
}

export interface ProgramHandler {
  readonly kind: 'program';
  /** A program and its arguments; the words of a shell are its arguments. */
  readonly words: readonly [program: string, ...args: string[]];
}

export interface HttpHandler {
  readonly kind: 'http';
  /** A whole URL, although its key is `path`. */
  readonly url: string;
  readonly method: string;
  readonly timeoutMs: number;
  readonly headers: Readonly<Record<string, readonly string[]>>;
  readonly verifiesTls: boolean;
}
