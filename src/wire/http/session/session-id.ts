// SPDX-License-Identifier: Apache-2.0
import { Refusal } from '../../../model/refusal.ts';
import type { HttpRequest } from '../endpoint.ts';

export function sessionIdOf({ params }: HttpRequest): string {
  const { session = '' } = params;
  if (session === '') throw new Refusal('invalid-argument', 'Missing session');
  return session;
}
