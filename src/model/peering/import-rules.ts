// SPDX-License-Identifier: Apache-2.0
// What a peer's instances must look like before any of them is stored. Messages are what the peer gets
// to read in its NACK; where Consul has words for it, they are Consul's.
import type { HealthCheck } from '../catalog/check.ts';
import type { NodeService } from '../catalog/service.ts';
import { metaError } from '../meta.ts';
import { Refusal } from '../refusal.ts';
import type { PeerInstance } from './instance.ts';
import type { PeeringLimits } from './limits.ts';

const MAX_PORT = 65_535;

/** Throws a Refusal for the first rule that an instance of the service breaks. */
export function checkImportedInstances(
  instances: readonly PeerInstance[],
  limits: PeeringLimits,
): void {
  const { maxInstancesPerService: max } = limits;
  if (instances.length > max) {
    throw refused(`${instances.length} instances of one service, at most ${max} are accepted`);
  }
  for (const instance of instances) checkInstance(instance, limits);
}

/** Throws a Refusal unless the names of a list are acceptable. */
export function checkImportedNames(names: readonly string[], limits: PeeringLimits): void {
  if (names.length > limits.maxServices) {
    throw refused(`${names.length} services, at most ${limits.maxServices} are accepted`);
  }
  for (const name of names) checkText('service name', name, limits);
}

function checkInstance(instance: PeerInstance, limits: PeeringLimits): void {
  const { Node, Service, Checks } = instance;
  checkText('node name', Node.Node, limits);
  checkText('service ID', Service.ID, limits);
  checkText('service name', Service.Service, limits);
  for (const text of looseTextsOf(instance)) checkLength('value', text, limits);
  checkService(Node.Node, Service, limits);
  const nodeMeta = metaError(Node.Meta ?? {}, 'all');
  if (nodeMeta !== undefined) throw refused(`failed to register node: ${nodeMeta}`);
  if (Checks.length > limits.maxChecksPerInstance) {
    throw refused(
      `${Checks.length} checks of service "${Service.ID}", at most ${limits.maxChecksPerInstance} are accepted`,
    );
  }
  for (const check of Checks) checkCheck(Node.Node, check, limits);
}

function checkService(node: string, service: NodeService, limits: PeeringLimits): void {
  const { ID, Kind = '', Port, Meta, TaggedAddresses, Tags } = service;
  if (Kind !== '' && Kind !== 'connect-proxy') {
    throw refused(`failed to register service: unexpected kind "${Kind}" of service "${ID}"`);
  }
  const ports = [Port, ...Object.values(TaggedAddresses ?? {}).map((tagged) => tagged.Port)];
  for (const port of [...ports, ...(service.Ports ?? []).map((named) => named.Port)]) {
    if (port < 0 || port > MAX_PORT) {
      throw refused(`failed to register service: invalid port ${port} of service "${ID}"`);
    }
  }
  const meta = metaError(Meta ?? {}, 'all');
  if (meta !== undefined) {
    throw refused(
      `failed to register service: failed inserting service: Invalid Service Meta for node ${node} and serviceID ${ID}: ${meta}`,
    );
  }
  for (const tag of Tags ?? []) checkLength('tag', tag, limits);
}

function checkCheck(node: string, check: HealthCheck, limits: PeeringLimits): void {
  checkText('check ID', check.CheckID, limits);
  if (check.Node.toLowerCase() === node.toLowerCase()) return;
  throw refused(
    `failed to register check: check node "${check.Node}" does not match node "${node}"`,
  );
}

function looseTextsOf({ Node, Service, Checks }: PeerInstance): readonly string[] {
  return [
    Node.ID,
    Node.Address,
    Node.Datacenter,
    ...Object.entries(Node.TaggedAddresses ?? {}).flat(),
    Service.Address,
    Service.SocketPath ?? '',
    ...Object.entries(Service.TaggedAddresses ?? {}).flatMap(([tag, { Address }]) => [
      tag,
      Address,
    ]),
    ...Checks.flatMap(({ Name, Status, ServiceID }) => [Name, Status, ServiceID]),
  ];
}

/** A name that people and DNS will see: not empty, not endless, nothing that can't be printed. */
function checkText(what: string, text: string, limits: PeeringLimits): void {
  if (text === '') throw refused(`failed to convert protobuf instances to structs: empty ${what}`);
  if (/\p{Cc}/u.test(text)) {
    throw refused(
      `failed to convert protobuf instances to structs: ${what} has control characters`,
    );
  }
  checkLength(what, text, limits);
}

function checkLength(what: string, text: string, { maxTextBytes }: PeeringLimits): void {
  if (Buffer.byteLength(text) <= maxTextBytes) return;
  throw refused(
    `failed to convert protobuf instances to structs: ${what} is longer than ${maxTextBytes} bytes`,
  );
}

function refused(message: string): Refusal {
  return new Refusal('rpc-error', message);
}
