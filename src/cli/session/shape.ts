// SPDX-License-Identifier: Apache-2.0
import { formatDuration } from '../../model/duration.ts';

const NANOSECONDS = 1e6;

/** A session as the API answers it. */
export interface Session {
  readonly ID: string;
  readonly Name: string;
  readonly Node: string;
  /** Nanoseconds. */
  readonly LockDelay: number;
  readonly Behavior: string;
  readonly TTL: string;
  readonly NodeChecks: readonly string[] | null;
  readonly ServiceChecks: readonly { readonly ID: string; readonly Namespace?: string }[] | null;
  readonly CreateIndex: number;
  readonly ModifyIndex: number;
}

export const lockDelayOf = ({ LockDelay }: Session): string =>
  formatDuration(LockDelay / NANOSECONDS);

export const sessionPath = (verb: string, id: string): string =>
  `/v1/session/${verb}/${encodeURIComponent(id)}`;

/** The one session that a command is about. */
export function oneSession(args: readonly string[]): string {
  const [id = ''] = args;
  if (id === '') throw new Error('Error! Missing ID argument');
  if (args.length > 1) throw new Error(`Too many arguments (expected 1, got ${args.length})`);
  return id;
}
