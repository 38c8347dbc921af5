// SPDX-License-Identifier: Apache-2.0
import { metaProblems, refused, refuseProblems } from '../meta.ts';
import { parentsError } from '../route-parents.ts';
import type { TcpRoute } from './schema.ts';

export function validateTcpRoute(entry: TcpRoute): void {
  if ((entry.Services?.length ?? 0) > 1) {
    throw refused('tcp-route currently only supports one service');
  }
  const problem = parentsError(entry.Parents ?? []);
  if (problem !== undefined) throw refused(problem);
  refuseProblems(metaProblems(entry));
  if (entry.Name === '') throw refused('serviceName is required');
}
