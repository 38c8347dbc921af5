// SPDX-License-Identifier: Apache-2.0
// The service that is called: answers with its name. Usage: orders.ts <port> <name>
import { createServer } from 'node:http';

const [port, name] = process.argv.slice(2);

const server = createServer((_request, response) => {
  response.setHeader('Content-Type', 'text/plain');
  response.end(`order accepted by ${name}\n`);
});
server.listen(Number(port), '127.0.0.1', () => process.stdout.write('ready\n'));
process.once('SIGTERM', () => process.exit(0));
