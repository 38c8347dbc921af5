// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync, watch } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { testCommands } from '../../../test/cli-harness.ts';
import { LockServer } from '../../../test/lock-server.ts';
import { table } from '../commands.ts';
import { runCli } from '../main.ts';

const LOCK = String(0x2ddccbc058a50c18n);
const SEMAPHORE = String(0xe0f69a2baa414de0n);

let server: LockServer;
let folder: string;
beforeEach(async () => {
  server = new LockServer();
  await server.listen();
  folder = mkdtempSync(join(tmpdir(), 'lock-'));
});
afterEach(async () => {
  await server.close();
  rmSync(folder, { recursive: true });
});

/** Starts `lock`; interrupt is Ctrl-C. */
function lock(...argv: string[]) {
  let out = '';
  let err = '';
  let interrupt = (): void => {};
  const code = runCli(table, ['lock', ...argv], {
    out: (text) => (out += String(text)),
    err: (text) => (err += text),
    environment: { CONSUL_HTTP_ADDR: server.address, SHELL: '/bin/sh' },
    readInput: () => Promise.resolve(Buffer.alloc(0)),
    onInterrupt: (listener) => {
      interrupt = () => listener('SIGINT');
      return () => {};
    },
  });
  const ended = code.then((exitCode) => ({ code: exitCode, out, err }));
  return { ended, interrupt: () => interrupt() };
}

const seen = (name: string) => join(folder, name);

/** Resolves when a program has made its file. */
async function appears(path: string): Promise<void> {
  const watcher = watch(folder);
  try {
    await new Promise<void>((resolve) => {
      const look = () => existsSync(path) && resolve();
      watcher.on('change', look);
      look();
    });
  } finally {
    watcher.close();
  }
}

const untilEnded = (name: string) =>
  `trap "echo ended > ${seen('ended')}; exit 0" TERM; echo > ${seen(name)}; while :; do sleep 0.02; done`;

const done = { code: 0, out: '', err: '' };

describe('a program under a lock', () => {
  test('runs while it is held, and leaves nothing behind', async () => {
    const file = seen('held');
    assert.deepEqual(await lock('/jobs/a', `echo $CONSUL_LOCK_HELD > ${file}`).ended, done);
    assert.equal(readFileSync(file, 'utf8'), 'true\n');
    const written = server.asked
      .filter((line) => !line.startsWith('GET'))
      .map((line) => line.replace(/cas=\d+/, 'cas=…'));
    assert.deepEqual(written, [
      'PUT /v1/session/create',
      `PUT /v1/kv/jobs/a/.lock?acquire=s1&flags=${LOCK}`,
      `PUT /v1/kv/jobs/a/.lock?flags=${LOCK}&release=s1`,
      'PUT /v1/session/destroy/s1',
      'DELETE /v1/kv/jobs/a/.lock?cas=…',
    ]);
    assert.equal(server.pairs.size, 0);
  });

  test('waits until nobody else holds it', async () => {
    server.sessions.set('other', { behavior: 'release', name: '' });
    server.put('a/.lock', { flags: LOCK, session: 'other' });
    const waiting = lock('a', `echo > ${seen('ran')}`);
    await server.until(() => server.asked.some((line) => line.includes('index=')));
    assert.equal(existsSync(seen('ran')), false);
    server.endSession('other');
    assert.deepEqual(await waiting.ended, done);
    assert.equal(existsSync(seen('ran')), true);
  });

  test('does not run when it can not be had in time', async () => {
    server.put('a/.lock', { flags: LOCK, session: 'other' });
    assert.deepEqual(await lock('-timeout=50ms', 'a', `echo > ${seen('ran')}`).ended, {
      code: 1,
      out: '',
      err: 'Shutdown triggered or timeout during lock acquisition\n',
    });
    assert.equal(existsSync(seen('ran')), false);
    assert.equal(server.pairs.get('a/.lock')?.session, 'other');
    assert.equal(server.asked.at(-1), 'PUT /v1/session/destroy/s1');
  });

  test('is ended when the lock is lost, and that is a failure', async () => {
    const running = lock('a', untilEnded('started'));
    await appears(seen('started'));
    server.endSession('s1');
    assert.deepEqual(await running.ended, { code: 1, out: '', err: 'Lock lost\n' });
    assert.equal(readFileSync(seen('ended'), 'utf8'), 'ended\n');
  });

  test('is ended by Ctrl-C, and the lock is given back', async () => {
    const running = lock('a', untilEnded('started'));
    await appears(seen('started'));
    running.interrupt();
    assert.deepEqual(await running.ended, done);
    assert.equal(readFileSync(seen('ended'), 'utf8'), 'ended\n');
    assert.equal(server.pairs.size, 0);
  });

  test('is not begun when Ctrl-C comes before the lock', async () => {
    server.put('a/.lock', { flags: LOCK, session: 'other' });
    const waiting = lock('a', `echo > ${seen('ran')}`);
    await server.until(() => server.asked.some((line) => line.includes('index=')));
    waiting.interrupt();
    assert.equal((await waiting.ended).code, 1);
    assert.equal(existsSync(seen('ran')), false);
  });

  test('goes on when the server fails for a while', async () => {
    server.failing = 1;
    const running = lock('-monitor-retry=1', 'a', untilEnded('started'));
    const isWatched = (line: string) => line.includes('consistent=');
    await appears(seen('started'));
    await server.until(() => server.asked.filter(isWatched).length >= 2);
    assert.equal(existsSync(seen('ended')), false);
    running.interrupt();
    assert.deepEqual(await running.ended, done);
  });

  test('does not go on when it fails too often', async () => {
    server.failing = 99;
    const { code, err } = await lock('-monitor-retry=0', 'a', untilEnded('started')).ended;
    assert.equal(code, 1);
    // The program is ended so early that it may not yet have said how it wants to end.
    assert.match(err, /^(Error running handler: signal: terminated\n)?Lock lost\n$/);
  });

  test('fails, which is told, and counts only on request', async () => {
    const err = 'Error running handler: exit status 3\n';
    assert.deepEqual(await lock('a', 'exit 3').ended, { code: 0, out: '', err });
    assert.deepEqual(await lock('-child-exit-code', 'a', 'exit 3').ended, {
      code: 2,
      out: '',
      err,
    });
    assert.deepEqual(await lock('-child-exit-code', 'a', 'true').ended, done);
  });

  test('that is not there', async () => {
    assert.deepEqual(await lock('-shell=false', '-child-exit-code', 'a', '/nowhere').ended, {
      code: 2,
      out: '',
      err: 'Error starting handler: fork/exec /nowhere: no such file or directory\n',
    });
    assert.deepEqual(await lock('-shell=false', '-child-exit-code', 'a', 'nowhere').ended, {
      code: 2,
      out: '',
      err: 'Error starting handler: exec: "nowhere": executable file not found in $PATH\n',
    });
    assert.equal(server.pairs.size, 0);
  });

  test('is described on request', async () => {
    const { out } = await lock('-verbose', '-name=x', 'a', 'true').ended;
    assert.equal(
      out,
      `Setting up lock at path: a/.lock
Attempting lock acquisition
Starting handler
Child terminated, releasing lock
Cleanup succeeded
`,
    );
  });

  test('does not touch a key that is used for something else', async () => {
    server.put('a/.lock', { value: 'mine' });
    assert.deepEqual(await lock('a', 'true').ended, {
      code: 1,
      out: '',
      err: 'Lock acquisition failed: Existing key does not match lock use\n',
    });
    assert.equal(server.pairs.get('a/.lock')?.value, 'mine');
  });
});

describe('programs under a semaphore', () => {
  test('run as many as may, and the next one when one has ended', async () => {
    const running = ['one', 'two'].map((name) => lock('-n=2', 'a', untilEnded(name)));
    await Promise.all([appears(seen('one')), appears(seen('two'))]);
    const next = lock('-n=2', 'a', `echo > ${seen('three')}`);
    await server.until(() =>
      server.asked.some((line) => /recurse=.*wait=/.test(line) && line.includes('index=')),
    );
    assert.equal(existsSync(seen('three')), false);
    assert.deepEqual(JSON.parse(server.pairs.get('a/.lock')?.value ?? ''), {
      Limit: 2,
      Holders: { s1: true, s2: true },
    });
    assert.equal(server.pairs.get('a/.lock')?.flags, SEMAPHORE);
    assert.equal(server.pairs.get('a/s1')?.session, 's1');
    running[0]?.interrupt();
    assert.deepEqual(await next.ended, done);
    running[1]?.interrupt();
    for (const { ended } of running) assert.deepEqual(await ended, done);
    assert.equal(server.pairs.size, 0);
  });

  test('take the place of one that died', async () => {
    const Holders = { gone: true, lost: true };
    server.put('a/.lock', { flags: SEMAPHORE, value: JSON.stringify({ Limit: 2, Holders }) });
    assert.deepEqual(await lock('-n=2', 'a', 'true').ended, done);
    assert.equal(server.pairs.size, 0);
  });

  test('are ended when their place is lost', async () => {
    const running = lock('-n=2', 'a', untilEnded('started'));
    await appears(seen('started'));
    server.endSession('s1');
    assert.deepEqual(await running.ended, { code: 1, out: '', err: 'Lock lost\n' });
  });

  test('agree on how many they are', async () => {
    server.put('a/.lock', { flags: SEMAPHORE, value: '{"Limit":3,"Holders":{}}' });
    assert.deepEqual(await lock('-n=2', 'a', 'true').ended, {
      code: 1,
      out: '',
      err: 'Lock acquisition failed: semaphore limit conflict (lock: 3, local: 2)\n',
    });
  });

  test('do not share a key with a lock', async () => {
    server.put('a/.lock', { flags: LOCK });
    assert.equal(
      (await lock('-n=2', 'a', 'true').ended).err,
      'Lock acquisition failed: Existing key does not match semaphore use\n',
    );
  });
});

describe('lock refuses', () => {
  const wrong: Record<string, [run: string, err: string]> = {
    'no prefix': ['', 'Key prefix and child command must be specified'],
    'no program': ['a', 'Key prefix and child command must be specified'],
    'nobody as holder': ['-n=0 a b', 'Lock holder limit must be positive'],
    'to wait less than nothing': ['-timeout=-1s a b', 'Timeout must be positive'],
    'to retry less than never': [
      '-monitor-retry=-1 a b',
      "Number for 'monitor-retry' must be >= 0",
    ],
    'an empty prefix': ['/ b', 'Lock setup failed: missing prefix'],
  };
  testCommands(
    Object.fromEntries(
      Object.entries(wrong).map(([name, [run, err]]) => {
        return [name, { run: `lock ${run}`, code: 1, err: `${err}\n`, requests: [] }] as const;
      }),
    ),
  );
});
