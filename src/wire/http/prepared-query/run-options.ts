// SPDX-License-Identifier: Apache-2.0
// What execute and explain read of a request besides what all reads do. What is wrong with it is answered by 500, and
// without the headers that their other failures carry.
import { isIP } from 'node:net';
import { parseBool } from '../../../model/go-bool.ts';
import { goQuote } from '../../../model/go-quote.ts';
import type { HttpReply, HttpRequest } from '../endpoint.ts';

export interface RunOptions {
  /** How many instances at most; 0 and less: all. */
  readonly limit: number;
  readonly connect: boolean;
}

/** Of what is no such parameter. */
export const badParameter = (text: string): HttpReply => ({ status: 500, text });

/** ?limit, or what is wrong with it. */
export function limitOf({ query }: HttpRequest): number | string {
  const text = query.get('limit') ?? '';
  if (/^(?:[+-]?\d{1,18})?$/.test(text)) return Number(text);
  const why = /^[+-]?\d+$/.test(text) ? 'value out of range' : 'invalid syntax';
  return `Bad limit: strconv.Atoi: parsing ${goQuote(text)}: ${why}`;
}

/** ?connect, or what is wrong with it. */
export function connectOf({ query }: HttpRequest): boolean | string {
  const text = query.get('connect') ?? '';
  const connect = text === '' ? false : parseBool(text);
  if (connect !== undefined) return connect;
  const why = `strconv.ParseBool: parsing ${goQuote(text)}: invalid syntax`;
  return `Error parsing 'connect' value: ${why}`;
}

/** The address of who asks: what a proxy says of it, else the other end of the connection; '' for none. */
export function addressOf({ headers, remoteAddress }: HttpRequest): string {
  const header = headers['x-forwarded-for'];
  const [forwarded = ''] = (typeof header === 'string' ? header : '').split(',');
  const [address = ''] = [forwarded.trim(), remoteAddress].filter((text) => isIP(text) !== 0);
  return address.replace(/^::ffff:(?=\d+\.)/i, '');
}
