// SPDX-License-Identifier: Apache-2.0
// What a body of /v1/catalog/register means. In: what a client sent. Out: a registration with full shapes,
// or a Refusal with Consul's text.
import { Refusal } from '../refusal.ts';
import { uuidError } from '../uuid.ts';
import type { HealthCheck } from './check.ts';
import { checkOf } from './check-request.ts';
import type { CheckRequest, RegisterRequest } from './register-shape.ts';
import { checkedService } from './service-request.ts';

/** Refuses a request that claims to come from a peer: imports come over the peer stream alone. */
export function refusePeerName(request: RegisterRequest): void {
  const checks = [request.Check, ...(request.Checks ?? [])];
  const names = [request.PeerName, request.Service?.PeerName, ...checks.map((c) => c?.PeerName)];
  if (names.some((name) => name !== undefined && name !== '')) {
    throw new Refusal('rpc-error', 'cannot register requests with PeerName in them');
  }
}

/** What a request asks for, checked; `datacenter` is that of this cluster. */
export function registrationOf(request: RegisterRequest, datacenter: string) {
  const { Node: name = '', ID = '', Address = '', Locality, SkipNodeUpdate = false } = request;
  if (name === '') throw new Refusal('rpc-error', 'Must provide node');
  const idError = ID === '' ? undefined : uuidError(ID);
  if (idError !== undefined) throw new Refusal('rpc-error', `Bad node ID: ${idError}`);
  if (Address === '' && !SkipNodeUpdate) {
    throw new Refusal('rpc-error', 'Must provide address if SkipNodeUpdate is not set');
  }
  const checks = [...(request.Checks ?? []), ...(request.Check ? [request.Check] : [])];
  const node = {
    ID,
    Node: name,
    Address,
    Datacenter: datacenter,
    TaggedAddresses: request.TaggedAddresses ?? null,
    Meta: request.NodeMeta ?? null,
    ...(Locality === undefined ? {} : { Locality }),
  };
  const service =
    request.Service === undefined ? {} : { service: checkedService(request.Service, name) };
  return {
    node,
    ...service,
    checks: checks.map((check) => checkOn(name, check)),
    skipNodeUpdate: SkipNodeUpdate,
  };
}

function checkOn(node: string, request: CheckRequest): HealthCheck {
  const check = checkOf(request);
  if (check.Node === '' || check.Node.toLowerCase() === node.toLowerCase()) return check;
  throw new Refusal(
    'rpc-error',
    `Node '${check.Node}' for check '${check.CheckID}' doesn't match register request node '${node}'`,
  );
}
