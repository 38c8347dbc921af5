// SPDX-License-Identifier: Apache-2.0
// One bidirectional gRPC stream on a plaintext connection of its own, in little more than node:http2: a
// thousand of them must not cost the generator more than what it measures.
import { type ClientHttp2Session, type ClientHttp2Stream, connect } from 'node:http2';
import { connect as connectSocket } from 'node:net';

const PREFIX_BYTES = 5;

export interface GrpcStreamOptions {
  readonly port: number;
  /** '/package.Service/Method'. */
  readonly path: string;
  readonly onMessage: (message: Buffer) => void;
  /** The stream has ended, by whatever reason; not called after it was disposed. */
  readonly onEnd: (reason: string) => void;
}

export class GrpcStream implements Disposable {
  readonly #session: ClientHttp2Session;
  readonly #stream: ClientHttp2Stream;
  readonly #options: GrpcStreamOptions;
  #received: Buffer = Buffer.alloc(0);
  #isDisposed = false;

  constructor(options: GrpcStreamOptions) {
    const { port, path } = options;
    this.#options = options;
    this.#session = connect(`http://127.0.0.1:${port}`, {
      createConnection: () => connectSocket({ port, host: '127.0.0.1', noDelay: true }),
    });
    this.#stream = this.#session.request({
      ':method': 'POST',
      ':path': path,
      'content-type': 'application/grpc',
      te: 'trailers',
    });
    this.#stream.on('data', (bytes: Buffer) => this.#receive(bytes));
    this.#stream.on('trailers', (trailers) => {
      this.#end(`${trailers['grpc-status']} ${trailers['grpc-message']}`);
    });
    this.#stream.on('error', (error) => this.#end(error.message));
    this.#stream.on('close', () => this.#end('closed'));
    this.#session.on('error', (error) => this.#end(error.message));
  }

  send(message: Uint8Array): void {
    const frame = Buffer.allocUnsafe(PREFIX_BYTES + message.length);
    frame.writeUInt8(0, 0);
    frame.writeUInt32BE(message.length, 1);
    frame.set(message, PREFIX_BYTES);
    this.#stream.write(frame);
  }

  [Symbol.dispose](): void {
    this.#isDisposed = true;
    this.#session.destroy();
  }

  #receive(bytes: Buffer): void {
    let rest = this.#received.length === 0 ? bytes : Buffer.concat([this.#received, bytes]);
    while (rest.length >= PREFIX_BYTES) {
      const end = PREFIX_BYTES + rest.readUInt32BE(1);
      if (rest.length < end) break;
      this.#options.onMessage(rest.subarray(PREFIX_BYTES, end));
      rest = rest.subarray(end);
    }
    this.#received = rest;
  }

  #end(reason: string): void {
    if (this.#isDisposed) return;
    this.#isDisposed = true;
    this.#session.destroy();
    this.#options.onEnd(reason);
  }
}
