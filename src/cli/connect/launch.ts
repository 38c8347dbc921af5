// SPDX-License-Identifier: Apache-2.0
import { randomUUID } from 'node:crypto';
import { openSync, closeSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

// The shell opens the file, removes it and becomes Envoy: the bootstrap, which holds a token, is in no
// argument and in no folder, and the process that the caller started is Envoy itself.
const HAND_OVER = 'exec 3<"$1" && rm -f "$1" && shift && exec "$@"';

/** Becomes Envoy; returns only by throwing. */
export function becomeEnvoy(
  binary: string,
  bootstrap: unknown,
  passedThrough: readonly string[],
): never {
  const path = join(tmpdir(), `causeway-bootstrap-${randomUUID()}.json`);
  const file = openSync(path, 'wx', 0o600);
  writeSync(file, JSON.stringify(bootstrap));
  closeSync(file);
  const command = [binary, '--config-path', '/dev/fd/3', '--disable-hot-restart', ...passedThrough];
  if (process.execve === undefined) throw new Error('this system cannot replace a process');
  return process.execve('/bin/sh', ['sh', '-c', HAND_OVER, 'sh', path, ...command], process.env);
}
