// SPDX-License-Identifier: Apache-2.0
// The service that calls: hands each request to its upstream and answers with what came back.
// Usage: shop.ts <port> <upstream port>
import { createServer, request } from 'node:http';

const [port, upstreamPort] = process.argv.slice(2);
const TIMEOUT_MS = 5_000;

const server = createServer((_incoming, outgoing) => {
  const fail = (error: Error) => {
    if (outgoing.headersSent) return void outgoing.destroy();
    outgoing.statusCode = 502;
    outgoing.end(`${error.message}\n`);
  };
  const call = request(
    // A connection of its own for each call, so that every call is decided anew.
    { host: '127.0.0.1', port: Number(upstreamPort), agent: false, timeout: TIMEOUT_MS },
    (answer) => {
      outgoing.statusCode = answer.statusCode ?? 502;
      answer.on('error', fail);
      answer.pipe(outgoing);
    },
  );
  call.on('timeout', () => call.destroy(new Error('the upstream gave no answer')));
  call.on('error', fail);
  call.end();
});
server.listen(Number(port), '127.0.0.1', () => process.stdout.write('ready\n'));
process.once('SIGTERM', () => process.exit(0));
