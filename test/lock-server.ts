// SPDX-License-Identifier: Apache-2.0
// As much of an agent as holders of locks need: keys with sessions, conditions and held readers, in memory. What went
// wrong is told by status 500, as often as a test wants.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { freePort } from './ports.ts';

interface StoredPair {
  readonly value: string;
  readonly flags: string;
  readonly session: string | undefined;
  readonly modifyIndex: number;
}

export class LockServer {
  readonly pairs = new Map<string, StoredPair>();
  readonly sessions = new Map<string, { readonly behavior: string; readonly name: string }>();
  /** 'PUT /v1/kv/a?acquire=s1', in order. */
  readonly asked: string[] = [];
  /** How many reads of held keys fail from now on. */
  failing = 0;
  #index = 1;
  #port = 0;
  #server: Server;
  #held: (() => void)[] = [];
  #watchers: { readonly when: () => boolean; readonly done: () => void }[] = [];

  constructor() {
    this.#server = createServer((request, response) => {
      void this.#answer(request, response).then(() => this.#tell());
    });
  }

  get address(): string {
    return `127.0.0.1:${this.#port}`;
  }

  async listen(): Promise<void> {
    this.#port = await freePort();
    await new Promise<void>((resolve) => this.#server.listen(this.#port, '127.0.0.1', resolve));
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  /** Resolves when something is true after a request. */
  until(when: () => boolean): Promise<void> {
    return new Promise((done) => {
      this.#watchers.push({ when, done });
      this.#tell();
    });
  }

  put(key: string, pair: Partial<StoredPair>): void {
    const { value = '', flags = '0', session } = pair;
    this.pairs.set(key, { value, flags, session, modifyIndex: (this.#index += 1) });
    this.#wake();
  }

  /** Ends a session as its time would. */
  endSession(id: string): void {
    const behavior = this.sessions.get(id)?.behavior;
    this.sessions.delete(id);
    for (const [key, pair] of this.pairs) {
      if (pair.session !== id) continue;
      if (behavior === 'delete') this.pairs.delete(key);
      else this.put(key, { ...pair, session: undefined });
    }
    this.#index += 1;
    this.#wake();
  }

  #tell(): void {
    const [met, open] = [true, false].map((isMet) =>
      this.#watchers.filter(({ when }) => when() === isMet),
    );
    this.#watchers = open ?? [];
    for (const { done } of met ?? []) done();
  }

  #wake(): void {
    for (const answer of this.#held.splice(0)) answer();
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://x');
    const body = await text(request);
    this.asked.push(`${request.method} ${decodeURIComponent(request.url ?? '')}`);
    const reply = (value: unknown) => response.end(JSON.stringify(value));
    const [, , kind, verb = '', id = ''] = pathname.split('/');
    if (kind === 'agent') reply({ Config: { NodeName: 'n', Datacenter: 'dc1' } });
    else if (kind === 'session') reply(this.#session(verb, id, body));
    else if (request.method === 'GET') this.#read(pathname.slice(7), searchParams, response);
    else reply(this.#write(request.method ?? '', pathname.slice(7), searchParams, body));
  }

  #session(verb: string, id: string, body: string): unknown {
    if (verb === 'create') {
      const { Behavior = 'release', Name = '' } = JSON.parse(body) as Record<string, string>;
      const created = `s${this.sessions.size + 1}`;
      this.sessions.set(created, { behavior: Behavior, name: Name });
      return { ID: created };
    }
    if (verb === 'destroy') this.endSession(id);
    return true;
  }

  #read(key: string, query: URLSearchParams, response: ServerResponse): void {
    if (query.has('consistent') && this.failing > 0) {
      this.failing -= 1;
      response.writeHead(500).end('no leader');
      return;
    }
    const answer = () => {
      const isBelow = (name: string) =>
        query.has('recurse') ? name.startsWith(key) : name === key;
      const found = [...this.pairs].filter(([name]) => isBelow(name)).map(rowOf);
      response.writeHead(found.length === 0 ? 404 : 200, { 'X-Consul-Index': this.#index });
      response.end(found.length === 0 ? '' : `[${found.join(',')}]`);
    };
    if (Number(query.get('index') ?? 0) >= this.#index) this.#held.push(answer);
    else answer();
  }

  #write(method: string, key: string, query: URLSearchParams, body: string): boolean {
    const old = this.pairs.get(key);
    const cas = query.get('cas');
    if (cas !== null && Number(cas) !== (old?.modifyIndex ?? 0)) return false;
    if (method === 'DELETE') {
      this.pairs.delete(key);
      this.#index += 1;
      this.#wake();
      return true;
    }
    const acquire = query.get('acquire');
    const release = query.get('release');
    if (acquire !== null && old?.session !== undefined && old.session !== acquire) return false;
    if (release !== null && old?.session !== release) return false;
    const session = acquire ?? (release === null ? old?.session : undefined);
    this.put(key, { value: body, flags: query.get('flags') ?? '0', session });
    return true;
  }
}

function rowOf([key, { value, flags, session, modifyIndex }]: [string, StoredPair]): string {
  const held = session === undefined ? '' : `,"Session":${JSON.stringify(session)}`;
  const encoded = JSON.stringify(value === '' ? null : Buffer.from(value).toString('base64'));
  return `{"Key":${JSON.stringify(key)},"Flags":${flags},"Value":${encoded},"ModifyIndex":${modifyIndex}${held}}`;
}
