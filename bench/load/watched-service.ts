// SPDX-License-Identifier: Apache-2.0
// A service of three instances that many connections wait for in a blocking query.
import { encodeRequest } from './http-answer.ts';
import { type HttpConnection, succeeded } from './http-connection.ts';
import { registrationOf } from './registration.ts';

const PATH = '/v1/health/service/web';
const WAIT = '120s';

export class WatchedService {
  readonly #writer: HttpConnection;

  private constructor(writer: HttpConnection) {
    this.#writer = writer;
  }

  static async register(writer: HttpConnection): Promise<WatchedService> {
    const service = new WatchedService(writer);
    for (const instance of [1, 2, 3]) await service.#put(instance, 0);
    return service;
  }

  /** Changes one instance; a version of 0 is there already. */
  change(version: number): Promise<unknown> {
    return this.#put(1, version);
  }

  /** Sends each reader's query; resolves with the times of their answers, all newer than what is there now. */
  async block(readers: readonly HttpConnection[]): Promise<{ woken: Promise<readonly number[]> }> {
    const { index } = await this.#writer.request('GET', PATH);
    const query = encodeRequest('GET', `${PATH}?index=${index}&wait=${WAIT}`);
    const wait = async (reader: HttpConnection): Promise<number> => {
      const answer = await reader.send(query);
      const timeMs = performance.now();
      if (succeeded(answer, PATH).index <= index) throw new Error('a reader woke without a change');
      return timeMs;
    };
    return { woken: Promise.all(readers.map(wait)) };
  }

  #put(instance: number, version: number): Promise<unknown> {
    const at = { node: `node-${instance}`, address: `10.0.0.${instance}` };
    const meta = { version: String(version) };
    const body = registrationOf({ ...at, service: 'web', id: `web-${instance}`, meta });
    return this.#writer.request('PUT', '/v1/catalog/register', body);
  }
}
