// SPDX-License-Identifier: Apache-2.0
import { Refusal } from '../../../model/refusal.ts';
import type { HttpRequest } from '../endpoint.ts';

/** ?enable, which must be there, as Go reads a boolean, and ?reason. */
export function maintenanceOf({ query }: HttpRequest): { isOn: boolean; reason: string } {
  const enable = query.get('enable');
  if (enable === null) throw new Refusal('invalid-argument', 'Missing value for enable');
  const isOn = /^(?:1|t|T|TRUE|true|True)$/.test(enable);
  if (!isOn && !/^(?:0|f|F|FALSE|false|False)$/.test(enable)) {
    const text = `Invalid value for enable: ${JSON.stringify(enable)}`;
    throw new Refusal('invalid-argument', text);
  }
  return { isOn, reason: query.get('reason') ?? '' };
}
