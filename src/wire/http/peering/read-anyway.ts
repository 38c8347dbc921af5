// SPDX-License-Identifier: Apache-2.0
// How Consul reads what peers share: ?dc is passed over, and what is wrong with other parameters is told with
// the answer itself right behind it.
import { Refusal } from '../../../model/refusal.ts';
import type { HttpContext } from '../context.ts';
import type { HttpReply, HttpRequest } from '../endpoint.ts';
import { AT_ONCE, type ReadOptions, readOptionsAnywhere } from '../read-options.ts';

/** The answer by the options of the request. Refusal 400 with its text when the options can't be read. */
export async function readAnyway(
  request: HttpRequest,
  context: HttpContext,
  answer: (options: ReadOptions) => Promise<HttpReply>,
): Promise<HttpReply> {
  let options: ReadOptions;
  try {
    options = readOptionsAnywhere(request, context);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    throw new Refusal(error.code, error.message + (await textOf(answer(AT_ONCE))));
  }
  return answer(options);
}

async function textOf(answer: Promise<HttpReply>): Promise<string> {
  try {
    return JSON.stringify((await answer).json);
  } catch (error) {
    if (error instanceof Refusal) return error.message;
    throw error;
  }
}
