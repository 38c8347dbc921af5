// SPDX-License-Identifier: Apache-2.0
// Sends requests as they are, over one connection after another: no client library would send such paths.
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

export interface RawAnswer {
  readonly status: number;
  readonly text: string;
}

export interface RawRequest {
  readonly method: string;
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
}

export class RawClient implements Disposable {
  readonly #port: number;
  #socket: Socket | undefined;

  constructor(port: number) {
    this.#port = port;
  }

  /** The whole answer; an answer that never ends is left after its head. */
  async send({ method, target, headers, body }: RawRequest): Promise<RawAnswer> {
    const socket = await this.#connected();
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
    const length = body === undefined ? '' : `Content-Length: ${Buffer.byteLength(body)}\r\n`;
    socket.write(
      `${method} ${target} HTTP/1.1\r\nHost: x\r\n${lines.join('')}${length}\r\n${body ?? ''}`,
    );
    return this.#answer(socket, method);
  }

  [Symbol.dispose](): void {
    this.#socket?.destroy();
  }

  async #connected(): Promise<Socket> {
    if (this.#socket !== undefined && !this.#socket.destroyed) return this.#socket;
    const socket = connect(this.#port, '127.0.0.1');
    await once(socket, 'connect');
    socket.setNoDelay(true);
    socket.on('error', () => undefined);
    this.#socket = socket;
    return socket;
  }

  #answer(socket: Socket, method: string): Promise<RawAnswer> {
    return new Promise((resolve, reject) => {
      let received = '';
      const finish = (answer: RawAnswer | undefined): void => {
        socket.off('data', onData).off('close', onClose);
        if (answer === undefined) reject(new Error(`no whole answer: ${received.slice(0, 200)}`));
        else resolve(answer);
      };
      const onData = (data: Buffer): void => {
        received += data.toString('latin1');
        const answer = parse(received, method);
        if (answer === undefined) return;
        if (answer.isLast) socket.destroy();
        finish(answer);
      };
      const onClose = (): void => {
        const status = statusOf(received);
        finish(status === 0 ? undefined : { status, text: received });
      };
      socket.on('data', onData).on('close', onClose);
    });
  }
}

function statusOf(received: string): number {
  return Number(/^HTTP\/1\.1 (\d{3}) /.exec(received)?.[1] ?? 0);
}

/** Undefined while there is more to come; `isLast` when the connection can't be used again. */
function parse(received: string, method: string): (RawAnswer & { isLast: boolean }) | undefined {
  const end = received.indexOf('\r\n\r\n');
  if (end < 0) return undefined;
  const head = received.slice(0, end);
  const status = statusOf(head);
  const isLast = /\r\nconnection: close/i.test(head) || /\r\ntransfer-encoding:/i.test(head);
  const length = Number(/\r\ncontent-length: (\d+)/i.exec(head)?.[1] ?? 0);
  const text = received.slice(end + 4);
  if (method === 'HEAD') return { status, text: '', isLast };
  return text.length < length ? undefined : { status, text, isLast };
}
