// SPDX-License-Identifier: Apache-2.0
import type { AliasTarget, CheckResult } from '../../model/agent/check-running.ts';
import type { HealthCheck } from '../../model/catalog/check.ts';
import { localTenancy, rowKey } from '../../model/tenancy.ts';
import { agentChecks, agentChecksOf } from '../../state/tables/agent-checks.ts';
import { agentServiceKey, agentServices } from '../../state/tables/agent-services.ts';
import { checks, checksOfInstance } from '../../state/tables/checks.ts';
import { serviceKey, services } from '../../state/tables/services.ts';
import { defineView, type ViewRead } from '../engine/view.ts';
import { withStatus } from './checks.ts';

export interface AliasKey extends AliasTarget {
  /** The node whose agent has the alias. */
  readonly ownNode: string;
}

/**
 * What an alias check shows. A target on the agent's own node is looked up with the agent, which knows
 * nothing of the node's own health; one on a node that is named, in the catalog.
 */
export const aliasStatus = defineView<AliasKey, CheckResult>({
  name: 'agent/alias-status',
  key: ({ ownNode, node, serviceId }) => rowKey(localTenancy, ownNode, node, serviceId),
  compute: (read, key) => {
    const found = key.node === '' ? ofAgent(read, key) : ofCatalog(read, key);
    // A node's alias checks are shadows themselves; one of them may be the one that asks.
    const counted = found.filter((check) => check.ServiceID !== '' || check.Type !== 'alias');
    const hasOwn = found.some((check) => check.ServiceID === key.serviceId);
    if (!hasOwn && !exists(read, key)) {
      return { status: 'critical', output: notFound(key) };
    }
    return worstOf(counted);
  },
});

function ofAgent(read: ViewRead, { ownNode, serviceId }: AliasKey): HealthCheck[] {
  return instancesOf(serviceId)
    .flatMap((id) => read.by(agentChecks, 'instance', agentChecksOf(ownNode, id)))
    .map(({ value }) => withStatus(read, value));
}

function ofCatalog(read: ViewRead, { node, serviceId }: AliasKey): HealthCheck[] {
  return instancesOf(serviceId)
    .flatMap((id) => read.by(checks, 'instance', checksOfInstance(localTenancy, node, id)))
    .map(({ value }) => value.check);
}

const notFound = ({ node, serviceId }: AliasKey): string =>
  serviceId === ''
    ? `Node ${node} could not be found`
    : `Service ${serviceId} could not be found on node ${node}`;

const instancesOf = (serviceId: string): string[] => (serviceId === '' ? [''] : ['', serviceId]);

function exists(read: ViewRead, { ownNode, node, serviceId }: AliasKey): boolean {
  return node === ''
    ? read.get(agentServices, agentServiceKey(ownNode, serviceId)) !== undefined
    : read.get(services, serviceKey(localTenancy, node, serviceId)) !== undefined;
}

function worstOf(found: readonly HealthCheck[]): CheckResult {
  const worst =
    found.find((check) => check.Status === 'critical') ??
    found.find((check) => check.Status === 'warning');
  if (worst === undefined) {
    const output = found.length === 0 ? 'No checks found.' : 'All checks passing.';
    return { status: 'passing', output };
  }
  const status = worst.Status === 'critical' ? 'critical' : 'warning';
  return { status, output: `Aliased check "${worst.Name}" failing: ${worst.Output}` };
}
