// SPDX-License-Identifier: Apache-2.0
// User events: a name and a few bytes, told to agents. What one may be, and for whom it is.
import { compilePattern } from '../filter/pattern.ts';
import { Refusal } from '../refusal.ts';

/** As the API shows it. */
export interface UserEvent {
  readonly ID: string;
  readonly Name: string;
  /** Base64; null for none. */
  readonly Payload: string | null;
  /** Regular expressions; '' for every node, service or tag. */
  readonly NodeFilter: string;
  readonly ServiceFilter: string;
  readonly TagFilter: string;
  readonly Version: number;
  /** How many events were heard of before it, roughly; 0 until it is heard of. */
  readonly LTime: number;
}

/** Events of this name tell agents to run something, which none here does. */
export const REMOTE_EXEC = '_rexec';

// What gossip carries in one message, which Consul's users are held to.
const MAX_BYTES = 512;
const NAME_PREFIX_BYTES = 13;
/** Of the message around the event, and of its fields, but for what is in them. */
const MESSAGE_BYTES = 28;
const FIELDS_BYTES = 48;

/** Refuses an event that can't be told to anybody, with Consul's texts. */
export function checkEvent(event: UserEvent): void {
  const { ServiceFilter, TagFilter } = event;
  if (TagFilter !== '' && ServiceFilter === '') {
    throw new Refusal('rpc-error', 'Cannot provide tag filter without service filter');
  }
  for (const kind of ['Node', 'Service', 'Tag'] as const) {
    try {
      compilePattern(event[`${kind}Filter`]);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      throw new Refusal('rpc-error', `Invalid ${kind.toLowerCase()} filter: ${why}`);
    }
  }
  checkSize(event);
}

function checkSize(event: UserEvent): void {
  const name = Buffer.byteLength(event.Name);
  const told = name + NAME_PREFIX_BYTES + encodedBytes(event);
  const limit = `exceeds configured limit of ${MAX_BYTES} bytes`;
  const failed = 'error broadcasting event:';
  if (told > MAX_BYTES) {
    throw new Refusal('rpc-error', `${failed} user event ${limit} before encoding`);
  }
  const head = name + NAME_PREFIX_BYTES < 32 ? 1 : 2;
  if (told + head + MESSAGE_BYTES > MAX_BYTES) {
    throw new Refusal('rpc-error', `${failed} encoded user event ${limit} after encoding`);
  }
}

/** How many bytes the event is as a message between agents. */
function encodedBytes({ Name, Payload, NodeFilter, ServiceFilter, TagFilter }: UserEvent): number {
  const payload = Payload === null ? 0 : Buffer.byteLength(Payload, 'base64');
  let bytes = FIELDS_BYTES + textBytes(Buffer.byteLength(Name));
  if (payload > 0) bytes += 2 + (payload < 256 ? 2 : 3) + payload;
  for (const filter of [NodeFilter, ServiceFilter, TagFilter]) {
    if (filter !== '') bytes += 3 + textBytes(Buffer.byteLength(filter));
  }
  return bytes;
}

const textBytes = (length: number): number => (length < 32 ? 1 : 3) + length;

/** What an agent knows of itself when it hears of an event. */
export interface EventListener {
  readonly node: string;
  readonly services: readonly {
    readonly id: string;
    readonly name: string;
    readonly tags: readonly string[];
  }[];
}

/** Whether an event is meant for an agent. */
export function isMeantFor(event: UserEvent, { node, services }: EventListener): boolean {
  const { NodeFilter, ServiceFilter, TagFilter } = event;
  if (NodeFilter !== '' && !compilePattern(NodeFilter)(node)) return false;
  if (ServiceFilter === '') return true;
  const isService = compilePattern(ServiceFilter);
  const isTag = compilePattern(TagFilter);
  return services.some(({ id, name, tags }) => {
    // Consul looks at the id and says that it is the name: either will do.
    if (!isService(id) && !isService(name)) return false;
    return TagFilter === '' || tags.some(isTag);
  });
}

/** The index of a list that ends with this event, as text: both halves of its id, one laid over the other. */
export function eventIndex(id: string): string {
  const digits = id.replaceAll('-', '');
  const [low, high] = [digits.slice(0, 16), digits.slice(16)];
  return String(BigInt(`0x${low}`) ^ BigInt(`0x${high}`));
}
