// SPDX-License-Identifier: Apache-2.0
// What is wrong with a JSON text, in the words of Go's decoder, which clients of Consul know and match on. JSON.parse
// decides nothing here: it accepts and refuses the same texts, but says so differently from version to version.

/** Go's limit; deeper texts are refused whatever they hold. */
const MAX_DEPTH = 10_000;
const UNEXPECTED_END = 'unexpected end of JSON input';
const SPACE = 0x20;

/** Go's message for the first thing that makes `text` no JSON value, or undefined when it is one. */
export function jsonSyntaxError(text: string | Uint8Array): string | undefined {
  try {
    new Scanner(typeof text === 'string' ? Buffer.from(text) : text).document();
    return undefined;
  } catch (error) {
    if (error instanceof JsonSyntaxError) return error.message;
    throw error;
  }
}

class JsonSyntaxError extends Error {}

class Scanner {
  readonly #input: Uint8Array;
  #at = 0;
  /** The brackets that are open, as the bytes that close them. */
  readonly #open: number[] = [];

  constructor(input: Uint8Array) {
    this.#input = input;
  }

  document(): void {
    do {
      this.#value();
    } while (this.#continues());
    this.#skipSpace();
    if (this.#at < this.#input.length) this.#fail('after top-level value');
  }

  /** Everything up to and including the next scalar, or an object or array that is empty. */
  #value(): void {
    for (;;) {
      const first = this.#next();
      if (first !== 0x7b && first !== 0x5b) return this.#scalar(first);
      const isObject = first === 0x7b;
      if (!this.#enters(isObject ? 0x7d : 0x5d)) return;
      if (isObject) this.#key();
    }
  }

  /** Goes into what closes with `closing`; false when it is empty and therefore already left. */
  #enters(closing: number): boolean {
    this.#at += 1;
    if (this.#open.push(closing) > MAX_DEPTH) {
      const opening = closing === 0x7d ? '{' : '[';
      throw new JsonSyntaxError(`invalid character '${opening}' exceeded max depth`);
    }
    if (this.#next() !== closing) return true;
    this.#at += 1;
    this.#open.pop();
    return false;
  }

  /** After a value: closes what ends here and stops before the next value, or says that there is none. */
  #continues(): boolean {
    for (;;) {
      const closing = this.#open.at(-1);
      if (closing === undefined) return false;
      const byte = this.#next();
      if (byte === 0x2c) {
        this.#at += 1;
        if (closing === 0x7d) this.#key();
        return true;
      }
      if (byte !== closing)
        this.#fail(closing === 0x7d ? 'after object key:value pair' : 'after array element');
      this.#at += 1;
      this.#open.pop();
    }
  }

  #key(): void {
    if (this.#next() !== 0x22) this.#fail('looking for beginning of object key string');
    this.#string();
    if (this.#next() !== 0x3a) this.#fail('after object key');
    this.#at += 1;
  }

  #scalar(first: number): void {
    if (first === 0x22) this.#string();
    else if (first === 0x2d || isDigit(first)) this.#number();
    else if (first === 0x74) this.#literal('true');
    else if (first === 0x66) this.#literal('false');
    else if (first === 0x6e) this.#literal('null');
    else this.#fail('looking for beginning of value');
  }

  #literal(word: string): void {
    for (let i = 1; i < word.length; i += 1) {
      this.#at += 1;
      if (this.#peek() !== word.charCodeAt(i))
        this.#fail(`in literal ${word} (expecting '${word[i]}')`);
    }
    this.#at += 1;
  }

  #string(): void {
    for (;;) {
      this.#at += 1;
      if (this.#at > this.#input.length) throw new JsonSyntaxError(UNEXPECTED_END);
      const byte = this.#peek();
      if (byte === 0x22) break;
      if (byte < SPACE) this.#fail('in string literal');
      if (byte === 0x5c) this.#escape();
    }
    this.#at += 1;
  }

  #escape(): void {
    this.#at += 1;
    const letter = String.fromCharCode(this.#peek());
    if (!'"\\/bfnrtu'.includes(letter)) this.#fail('in string escape code');
    if (letter !== 'u') return;
    for (let i = 0; i < 4; i += 1) {
      this.#at += 1;
      if (!/[0-9a-fA-F]/.test(String.fromCharCode(this.#peek()))) {
        this.#fail('in \\u hexadecimal character escape');
      }
    }
  }

  #number(): void {
    if (this.#peek() === 0x2d) this.#at += 1;
    if (this.#peek() === 0x30) this.#at += 1;
    else this.#digits('in numeric literal');
    if (this.#peek() === 0x2e) {
      this.#at += 1;
      this.#digits('after decimal point in numeric literal');
    }
    if (this.#peek() === 0x65 || this.#peek() === 0x45) {
      this.#at += 1;
      if (this.#peek() === 0x2b || this.#peek() === 0x2d) this.#at += 1;
      this.#digits('in exponent of numeric literal');
    }
  }

  #digits(context: string): void {
    if (!isDigit(this.#peek())) this.#fail(context);
    while (isDigit(this.#peek())) this.#at += 1;
  }

  /** The next byte that is no space; the end of the text is an error. */
  #next(): number {
    this.#skipSpace();
    if (this.#at >= this.#input.length) throw new JsonSyntaxError(UNEXPECTED_END);
    return this.#peek();
  }

  #skipSpace(): void {
    while (this.#at < this.#input.length && [SPACE, 0x09, 0x0a, 0x0d].includes(this.#peek()))
      this.#at += 1;
  }

  /** The byte here. Go ends every text with one space, which shows in its messages about scalars that break off. */
  #peek(): number {
    return this.#input[this.#at] ?? SPACE;
  }

  #fail(context: string): never {
    throw new JsonSyntaxError(`invalid character ${quoteByte(this.#peek())} ${context}`);
  }
}

function isDigit(byte: number): boolean {
  return byte >= 0x30 && byte <= 0x39;
}

const NAMED: Readonly<Record<number, string>> = {
  0x07: '\\a',
  0x08: '\\b',
  0x09: '\\t',
  0x0a: '\\n',
  0x0b: '\\v',
  0x0c: '\\f',
  0x0d: '\\r',
  0x27: "\\'",
  0x5c: '\\\\',
};

/** One byte as Go quotes it: the character with that code, escaped where it can't be shown. */
function quoteByte(byte: number): string {
  const named = NAMED[byte];
  if (named !== undefined) return `'${named}'`;
  const hex = byte.toString(16).padStart(2, '0');
  if (byte < SPACE || byte === 0x7f) return `'\\x${hex}'`;
  // Among the characters that a single byte can name, Go shows neither controls, nor the no-break space, nor the soft hyphen.
  if ((byte > 0x7f && byte <= 0xa0) || byte === 0xad) return `'\\u00${hex}'`;
  return `'${String.fromCharCode(byte)}'`;
}
