// SPDX-License-Identifier: Apache-2.0
// Checks that run programs: real processes, a systemctl that is a script, a Docker daemon on a real socket.
import assert from 'node:assert/strict';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import type { CheckResult } from '../../model/agent/check-running.ts';
import type { CheckType } from '../../model/agent/check-type.ts';
import { probeOf, SURROUNDINGS, type Surroundings } from './probes.ts';

let folder: string;
before(() => (folder = mkdtempSync(join(tmpdir(), 'programs-'))));
after(() => rmSync(folder, { recursive: true }));

function program(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  chmodSync(path, 0o755);
  return path;
}

async function run(
  type: CheckType,
  surroundings: Surroundings = SURROUNDINGS,
  signal: AbortSignal = new AbortController().signal,
): Promise<CheckResult> {
  const probe = probeOf(type, surroundings);
  assert.ok(probe);
  return probe(signal);
}

const shell = (text: string): CheckType => ({ ScriptArgs: ['/bin/sh', '-c', text] });

describe('a script', () => {
  const cases: Record<string, [CheckType, CheckResult['status'], string | RegExp]> = {
    'passes with 0': [shell('echo fine'), 'passing', 'fine\n'],
    'warns with 1': [shell('echo hm; exit 1'), 'warning', 'hm\n'],
    'fails with 2': [shell('echo bad >&2; exit 2'), 'critical', 'bad\n'],
    'fails when it is killed': [shell('kill -9 $$'), 'critical', ''],
    'has no input': [shell('cat; echo done'), 'passing', 'done\n'],
    'keeps the end of what it says': [
      { ...shell('printf 0123456789'), OutputMaxSize: 4 },
      'passing',
      'Captured 4 of 10 bytes\n...\n6789',
    ],
    'without a name fails': [{ ScriptArgs: [''] }, 'critical', 'exec: no command'],
    'that is nowhere fails': [
      { ScriptArgs: ['no-such-program-here'] },
      'critical',
      'exec: "no-such-program-here": executable file not found in $PATH',
    ],
    'that is no file fails': [
      { ScriptArgs: ['/no/such/program'] },
      'critical',
      'fork/exec /no/such/program: no such file or directory',
    ],
    'that is no program fails': [
      { ScriptArgs: ['/etc/passwd'] },
      'critical',
      'fork/exec /etc/passwd: permission denied',
    ],
    'that takes too long fails, with what it said': [
      { ...shell('echo begun; exec sleep 100'), Timeout: 200 },
      'critical',
      'Timed out (200ms) running check\n\nbegun\n',
    ],
    'that takes too long and says nothing': [
      { ...shell('exec sleep 100'), Timeout: 100 },
      'critical',
      'Timed out (100ms) running check',
    ],
  };
  for (const [name, [type, status, output]] of Object.entries(cases)) {
    test(name, async () => {
      const result = await run(type);
      assert.deepEqual(result, { status, output });
    });
  }

  test('takes what it started along', async () => {
    const pidFile = join(folder, 'pid');
    const text = `sleep 100 & echo $! > ${pidFile}; wait`;
    await run({ ...shell(text), Timeout: 300 });
    assertEnded(pidFile);
  });

  test('ends when nobody wants to know any more', async () => {
    const pidFile = join(folder, 'pid-2');
    const stop = new AbortController();
    const type = shell(`echo $$ > ${pidFile}; exec sleep 100`);
    const running = run(type, SURROUNDINGS, stop.signal);
    while (!existsSync(pidFile) || readFileSync(pidFile, 'utf8') === '') {
      await new Promise(setImmediate);
    }
    stop.abort();
    await running;
    assertEnded(pidFile);
  });
});

function assertEnded(pidFile: string): void {
  const pid = Number(readFileSync(pidFile, 'utf8'));
  const status = `/proc/${pid}/status`;
  // Whoever adopts it may not have buried it yet.
  if (existsSync(status)) assert.match(readFileSync(status, 'utf8'), /^State:\s+[ZX]/m);
}

describe('a service of the system', () => {
  const cases: Record<string, [shown: string, CheckResult['status'], string]> = {
    'that is active': ['LoadState=loaded\nActiveState=active', 'passing', 'Service "x" is healthy'],
    'that is inactive': [
      'LoadState=loaded\nActiveState=inactive',
      'critical',
      'service status: inactive - OS Service unhealthy',
    ],
    'that has failed': [
      'LoadState=loaded\nActiveState=failed',
      'critical',
      'service status: failed - OS Service unhealthy',
    ],
    'that is on its way': [
      'LoadState=loaded\nActiveState=activating',
      'warning',
      'service status: activating',
    ],
    'that there is none of': [
      'LoadState=not-found\nActiveState=inactive',
      'critical',
      'error accessing service: no such service: x',
    ],
  };
  for (const [name, [shown, status, output]] of Object.entries(cases)) {
    test(name, async () => {
      const systemctl = program('systemctl', `#!/bin/sh\n[ "$5" = x ] && printf '${shown}\\n'\n`);
      const result = await run({ OSService: 'x' }, { ...SURROUNDINGS, systemctl });
      assert.deepEqual(result, { status, output });
    });
  }

  test('where there is no systemd', async () => {
    const systemctl = join(folder, 'none');
    const { status, output } = await run({ OSService: 'x' }, { ...SURROUNDINGS, systemctl });
    assert.equal(status, 'critical');
    assert.match(output, /^systemd cannot be asked: fork\/exec .*none: no such file or directory$/);
  });

  test('where systemd says no', async () => {
    const systemctl = program('refusing', '#!/bin/sh\necho not booted >&2; exit 1\n');
    const result = await run({ OSService: 'x' }, { ...SURROUNDINGS, systemctl });
    assert.equal(result.output, 'systemd cannot be asked: not booted');
  });

  test('is named, whatever its name', async () => {
    const systemctl = program('echoing', '#!/bin/sh\necho "$4 $5" >&2; exit 1\n');
    const result = await run({ OSService: '--help' }, { ...SURROUNDINGS, systemctl });
    assert.equal(result.output, 'systemd cannot be asked: -- --help');
  });
});

describe('a program in a container', () => {
  const type: CheckType = { DockerContainerID: 'c 1', ScriptArgs: ['up', '-v'], Timeout: 2_000 };

  /** A daemon whose exec has this exit code; `answers` replaces what it says to a request. */
  async function withDaemon(
    answers: Readonly<Record<string, [status: number, body: string]>>,
    use: (dockerHost: string, seen: unknown[]) => Promise<void>,
  ): Promise<void> {
    const seen: unknown[] = [];
    const listener: RequestListener = (request, response) => {
      let text = '';
      request.on('data', (chunk: Buffer) => (text += chunk.toString()));
      request.on('end', () => {
        const line = `${request.method} ${request.url}`;
        seen.push(line, text === '' ? undefined : JSON.parse(text));
        const [status, body] = answers[line] ?? [500, 'odd'];
        response.writeHead(status).end(body);
      });
    };
    const path = join(folder, 'docker.sock');
    const server: Server = createServer(listener);
    await new Promise<void>((resolve) => server.listen(path, resolve));
    try {
      await use(`unix://${path}`, seen);
    } finally {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    }
  }

  const CREATED = { 'POST /containers/c%201/exec': [201, '{"Id":"e1"}'] } as const;
  const STARTED = { ...CREATED, 'POST /exec/e1/start': [200, 'all well'] } as const;
  const exit = (code: number) =>
    ({ ...STARTED, 'GET /exec/e1/json': [200, `{"ExitCode":${code}}`] }) as const;

  const cases: Record<
    string,
    [Readonly<Record<string, readonly [number, string]>>, CheckResult['status'], string]
  > = {
    'passes with 0': [exit(0), 'passing', 'all well'],
    'warns with 1': [exit(1), 'warning', 'all well'],
    'fails with 2': [exit(2), 'critical', 'all well'],
    'whose container is unknown': [
      { 'POST /containers/c%201/exec': [404, ''] },
      'critical',
      'create exec failed for unknown container c 1',
    ],
    'whose container sleeps': [
      { 'POST /containers/c%201/exec': [409, ''] },
      'critical',
      'create exec failed since container c 1 is paused or stopped',
    ],
    'that a daemon cannot create': [
      {},
      'critical',
      'create exec failed for container c 1 with status 500: odd',
    ],
    'that a daemon cannot start': [
      CREATED,
      'critical',
      'start exec failed for container c 1 with status 500: body: odd err: <nil>',
    ],
    'that a daemon has forgotten': [
      { ...STARTED, 'GET /exec/e1/json': [404, ''] },
      'critical',
      'inspect exec failed for container c 1: invalid exec id e1',
    ],
  };
  for (const [name, [answers, status, output]] of Object.entries(cases)) {
    test(name, () =>
      withDaemon(answers as Record<string, [number, string]>, async (dockerHost) => {
        const result = await run(type, { ...SURROUNDINGS, dockerHost });
        assert.deepEqual(result, { status, output });
      }),
    );
  }

  test('is asked for in the daemon’s way', () =>
    withDaemon(exit(0) as unknown as Record<string, [number, string]>, async (host, seen) => {
      await run(type, { ...SURROUNDINGS, dockerHost: host });
      assert.deepEqual(seen.slice(0, 4), [
        'POST /containers/c%201/exec',
        {
          AttachStdin: false,
          AttachStdout: true,
          AttachStderr: true,
          Tty: false,
          Cmd: ['up', '-v'],
        },
        'POST /exec/e1/start',
        { Detach: false, Tty: true },
      ]);
    }));

  test('where there is no daemon', async () => {
    const dockerHost = `unix://${join(folder, 'nobody.sock')}`;
    const { status, output } = await run(type, { ...SURROUNDINGS, dockerHost });
    assert.equal(status, 'critical');
    assert.match(
      output,
      /^create exec failed for container c 1: Post "http:\/\/%2F.*nobody\.sock\/containers\/c%201\/exec": dial unix .*nobody\.sock: connect: no such file or/,
    );
  });

  test('where the daemon is nowhere', async () => {
    const result = await run(type, { ...SURROUNDINGS, dockerHost: 'nowhere' });
    assert.equal(result.output, 'unable to parse docker host `nowhere`');
  });
});
