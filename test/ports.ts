// SPDX-License-Identifier: Apache-2.0
// Free loopback TCP ports for tests. What comes out is a port that nothing listened on a moment ago, chosen below
// the kernel's ephemeral range (32768 and up), so that no outgoing connection takes it before the test listens.
// Never hands out the same port twice in one process.
import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

const FIRST_PORT = 10_000;
const LAST_PORT = 32_767;
const ATTEMPTS = 1_000;

const handedOut = new Set<number>();

/** One free port on 127.0.0.1, from 10000 to 32767; throws when a thousand random ports are all taken. */
export async function freePort(): Promise<number> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const port = randomInt(FIRST_PORT, LAST_PORT + 1);
    if (handedOut.has(port)) continue;
    handedOut.add(port); // before the first await: two callers at once must not check the same one
    if (await canListen(port)) return port;
  }
  throw new Error(`no free port between ${FIRST_PORT} and ${LAST_PORT} in ${ATTEMPTS} attempts`);
}

/** `count` different free ports, in no order. */
export async function freePorts(count: number): Promise<number[]> {
  return Promise.all(Array.from({ length: count }, () => freePort()));
}

function canListen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen({ port, host: '127.0.0.1', exclusive: true }, () => {
      probe.close(() => resolve(true));
    });
  });
}
