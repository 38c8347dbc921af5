// SPDX-License-Identifier: Apache-2.0
import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

// The shell opens the file, removes it and becomes Envoy: the bootstrap, which holds a token, is in no argument
// and no longer in a folder, and the process that the caller started is Envoy itself.
const HAND_OVER = 'exec 3<"$1" && rm -f "$1" && shift && exec "$@"';

/** Options that only make sense to somebody who restarts hot, or has already said not to. */
const HOT_RESTART =
  /^--(disable-hot-restart|restart-epoch|base-id|base-id-path|use-dynamic-base-id)(=|$)/;

/** Becomes Envoy. Throws an Error where the bootstrap can't be handed over. */
export function becomeEnvoy(
  binary: string,
  bootstrap: object,
  passedThrough: readonly string[],
): never {
  if (process.execve === undefined) throw new Error('this system cannot replace a process');
  const path = join(tmpdir(), `causeway-bootstrap-${randomUUID()}.json`);
  writeFileSync(path, JSON.stringify(bootstrap), { flag: 'wx', mode: 0o600 });
  const command = envoyCommand(binary, passedThrough);
  return process.execve('/bin/sh', ['sh', '-c', HAND_OVER, 'sh', path, ...command], process.env);
}

/** Envoy reads its bootstrap from the third descriptor; several run beside each other without hot restart. */
export function envoyCommand(binary: string, passedThrough: readonly string[]): readonly string[] {
  const isSaid = passedThrough.some((option) => HOT_RESTART.test(option));
  const hotRestart = isSaid ? [] : ['--disable-hot-restart'];
  return [binary, '--config-path', '/dev/fd/3', ...hotRestart, ...passedThrough];
}
