// SPDX-License-Identifier: Apache-2.0
import { goQuote } from '../../model/go-quote.ts';

/** What is wrong with an answer that is no HTTP, as Go says it; undefined for any other error. */
export function brokenAnswerText(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const { code = '', rawPacket } = error as NodeJS.ErrnoException & { rawPacket?: Buffer };
  if (!code.startsWith('HPE_') || rawPacket === undefined) return undefined;
  const [line = ''] = rawPacket.toString('latin1').split(/\r?\n/, 1);
  const problem = statusLineError(line);
  if (problem === undefined) return undefined;
  return `net/http: HTTP/1.x transport connection broken: ${problem}`;
}

function statusLineError(line: string): string | undefined {
  const [, protocol = '', code = ''] = /^([^ ]*) +([^ ]*)/.exec(line) ?? [];
  if (!line.includes(' ')) return `malformed HTTP response ${goQuote(line)}`;
  if (!/^\d{3}$/.test(code)) return `malformed HTTP status code ${goQuote(code)}`;
  if (!/^HTTP\/\d\.\d$/.test(protocol)) return `malformed HTTP version ${goQuote(protocol)}`;
  return undefined;
}
