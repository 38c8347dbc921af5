// SPDX-License-Identifier: Apache-2.0
import { formatDuration } from '../duration.ts';
import type { HealthCheck } from './check.ts';
import type { CheckDefinitionRequest, CheckRequest } from './register-shape.ts';

/** The check that a request describes; without an id it is called by its name. */
export function checkOf(request: CheckRequest): HealthCheck {
  const { Name = '', Definition = {} } = request;
  return {
    Node: request.Node ?? '',
    CheckID: request.CheckID || Name,
    Name,
    Status: request.Status ?? '',
    Notes: request.Notes ?? '',
    Output: request.Output ?? '',
    ServiceID: request.ServiceID ?? '',
    ServiceName: request.ServiceName ?? '',
    ServiceTags: request.ServiceTags ?? [],
    Type: request.Type || checkTypeOf(Definition),
    Interval: request.Interval ?? '',
    Timeout: request.Timeout ?? '',
    ExposedPort: request.ExposedPort ?? 0,
    Definition: definitionOf(Definition),
  };
}

const SHOWN_AS_TEXT = ['Interval', 'Timeout', 'DeregisterCriticalServiceAfter'];

// As Go shows it: what is empty is left out, some durations are texts.
function definitionOf(request: CheckDefinitionRequest): HealthCheck['Definition'] {
  const kept = Object.entries(request).filter(([, value]) => {
    if (typeof value === 'object') return Object.keys(value).length > 0;
    return value !== '' && value !== 0 && value !== false;
  });
  return Object.fromEntries(
    kept.map(([name, value]) => {
      const isText = SHOWN_AS_TEXT.includes(name) && typeof value === 'number';
      return [name, isText ? formatDuration(value / 1e6) : value];
    }),
  );
}

/** The name of what a check does, in the order in which Consul decides it. */
function checkTypeOf(definition: CheckDefinitionRequest): string {
  const { Interval = 0, TTL = 0, ScriptArgs = [] } = definition;
  const isPeriodic = Interval > 0;
  if (definition.GRPC && isPeriodic) return 'grpc';
  if (definition.HTTP && isPeriodic) return 'http';
  if (TTL > 0) return 'ttl';
  if (definition.TCP && isPeriodic) return 'tcp';
  if (definition.UDP && isPeriodic) return 'udp';
  if (definition.AliasNode || definition.AliasService) return 'alias';
  if (definition.DockerContainerID && ScriptArgs.length > 0 && isPeriodic) return 'docker';
  if (ScriptArgs.length > 0) return 'script';
  if (definition.H2PING && isPeriodic) return 'h2ping';
  return definition.OSService && isPeriodic ? 'os_service' : '';
}
