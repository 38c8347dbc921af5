// SPDX-License-Identifier: Apache-2.0
// PEM text (RFC 7468) as Go writes and reads it. Knows nothing of what the bytes mean.
import { decodeBase64 } from '../base64.ts';

export interface PemBlock {
  /** What stands after BEGIN: `CERTIFICATE`, `EC PRIVATE KEY`… */
  readonly type: string;
  readonly bytes: Buffer;
}

const LINE_CHARS = 64;

/** One block, ending in one newline. */
export function encodePem(type: string, bytes: Uint8Array): string {
  const base64 = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64');
  let text = `-----BEGIN ${type}-----\n`;
  for (let at = 0; at < base64.length; at += LINE_CHARS)
    text += `${base64.slice(at, at + LINE_CHARS)}\n`;
  return `${text}-----END ${type}-----\n`;
}

/** All well-formed blocks of `text` in order; whatever stands between them, and headers inside them, is passed over. */
export function decodePem(text: string): PemBlock[] {
  const blocks: PemBlock[] = [];
  const pattern =
    /^-----BEGIN ([^\n]*?)-----[ \t\r]*\n((?:(?!-----)[^\n]*\n)*)-----END \1-----[ \t\r]*$/gm;
  for (const [, type = '', body = ''] of text.matchAll(pattern)) {
    const decoded = decodeBase64(withoutHeaders(body).replaceAll(/[ \t]/g, ''));
    if ('bytes' in decoded) blocks.push({ type, bytes: decoded.bytes });
  }
  return blocks;
}

/** `pem` with exactly the newline that lets another block follow it. */
export function withTrailingNewline(pem: string): string {
  return pem.endsWith('\n') ? pem : `${pem}\n`;
}

function withoutHeaders(body: string): string {
  return body.replace(/^(?:[^\n:]*:[^\n]*\n)+/, '');
}
