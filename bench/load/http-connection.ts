// SPDX-License-Identifier: Apache-2.0
// One kept-alive connection of a load generator: as little work per request as Node allows, so that the
// server is measured and not the generator. One request at a time.
import { connect, type Socket } from 'node:net';
import { type Answer, decodeAnswer, encodeRequest } from './http-answer.ts';

interface Waiting {
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: Error) => void;
}

export class HttpConnection implements Disposable {
  readonly #socket: Socket;
  #received: Buffer = Buffer.alloc(0);
  #waiting: Waiting | undefined;
  #failure: Error | undefined;

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.setNoDelay(true);
    socket.on('data', (bytes: Buffer) => this.#receive(bytes));
    socket.on('error', (error) => this.#fail(error));
    socket.on('close', () => this.#fail(new Error('the server closed the connection')));
  }

  static open(port: number): Promise<HttpConnection> {
    return new Promise((resolve, reject) => {
      const socket = connect(port, '127.0.0.1');
      socket.once('error', reject);
      socket.once('connect', () => {
        socket.off('error', reject);
        resolve(new HttpConnection(socket));
      });
    });
  }

  /** Any number at once, in pieces that a listener's backlog takes. */
  static async openMany(port: number, count: number): Promise<readonly HttpConnection[]> {
    const connections: HttpConnection[] = [];
    while (connections.length < count) {
      const length = Math.min(100, count - connections.length);
      connections.push(...(await Promise.all(Array.from({ length }, () => this.open(port)))));
    }
    return connections;
  }

  /** Sends the bytes of a whole request; rejects when the connection ends first. */
  send(request: Buffer): Promise<Answer> {
    if (this.#failure !== undefined) return Promise.reject(this.#failure);
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject };
      this.#socket.write(request);
    });
  }

  /** The same for a request that is made once; rejects also for an answer that is no success. */
  async request(method: 'GET' | 'PUT' | 'POST', path: string, body?: object): Promise<Answer> {
    return succeeded(await this.send(encodeRequest(method, path, body)), path);
  }

  [Symbol.dispose](): void {
    this.#socket.destroy();
  }

  #receive(bytes: Buffer): void {
    const received = this.#received.length === 0 ? bytes : Buffer.concat([this.#received, bytes]);
    const answer = decodeAnswer(received);
    this.#received = answer === undefined ? received : Buffer.alloc(0);
    if (answer === undefined) return;
    const waiting = this.#waiting;
    this.#waiting = undefined;
    waiting?.resolve(answer);
  }

  #fail(error: Error): void {
    this.#failure ??= error;
    this.#waiting?.reject(error);
    this.#waiting = undefined;
  }
}

/** The answer, or an error that tells what the server said. */
export function succeeded(answer: Answer, path: string): Answer {
  if (answer.status >= 200 && answer.status < 300) return answer;
  throw new Error(`${path} answers ${answer.status}: ${answer.body.trim().slice(0, 200)}`);
}
