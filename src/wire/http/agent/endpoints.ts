// SPDX-License-Identifier: Apache-2.0
import type { Endpoint } from '../endpoint.ts';
import { checkDeregisterEndpoint } from './check-deregister.ts';
import { checkFailEndpoint } from './check-fail.ts';
import { checkPassEndpoint } from './check-pass.ts';
import { checkRegisterEndpoint } from './check-register.ts';
import { checkUpdateEndpoint } from './check-update.ts';
import { checkWarnEndpoint } from './check-warn.ts';
import { checksEndpoint } from './checks.ts';
import { connectAuthorizeEndpoint } from './connect-authorize.ts';
import { connectCaLeafEndpoint } from './connect-ca-leaf.ts';
import { connectCaRootsEndpoint } from './connect-ca-roots.ts';
import { forceLeaveEndpoint } from './self/force-leave.ts';
import { healthServiceIdEndpoint } from './health-service-id.ts';
import { healthServiceNameEndpoint } from './health-service-name.ts';
import { hostEndpoint } from './self/host.ts';
import { joinEndpoint } from './self/join.ts';
import { leaveEndpoint } from './self/leave.ts';
import { maintenanceEndpoint } from './maintenance.ts';
import { monitorEndpoint } from './self/monitor.ts';
import { membersEndpoint } from './self/members.ts';
import { metricsEndpoint } from './self/metrics.ts';
import { metricsStreamEndpoint } from './self/metrics-stream.ts';
import { reloadEndpoint } from './self/reload.ts';
import { selfEndpoint } from './self/self.ts';
import { versionEndpoint } from './self/version.ts';
import { serviceDeregisterEndpoint } from './service-deregister.ts';
import { serviceEndpoint } from './service.ts';
import { serviceMaintenanceEndpoint } from './service-maintenance.ts';
import { serviceRegisterEndpoint } from './service-register.ts';
import { servicesEndpoint } from './services.ts';

/** /v1/agent: what is local to this node. */
export const agentEndpoints: readonly Endpoint[] = [
  selfEndpoint,
  hostEndpoint,
  membersEndpoint,
  metricsEndpoint,
  metricsStreamEndpoint,
  versionEndpoint,
  monitorEndpoint,
  joinEndpoint,
  leaveEndpoint,
  reloadEndpoint,
  forceLeaveEndpoint,
  servicesEndpoint,
  serviceEndpoint,
  serviceRegisterEndpoint,
  serviceDeregisterEndpoint,
  serviceMaintenanceEndpoint,
  checksEndpoint,
  checkRegisterEndpoint,
  checkDeregisterEndpoint,
  checkPassEndpoint,
  checkWarnEndpoint,
  checkFailEndpoint,
  checkUpdateEndpoint,
  healthServiceIdEndpoint,
  healthServiceNameEndpoint,
  maintenanceEndpoint,
  connectCaRootsEndpoint,
  connectCaLeafEndpoint,
  connectAuthorizeEndpoint,
];
