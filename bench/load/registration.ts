// SPDX-License-Identifier: Apache-2.0
// Catalog registrations as tools outside of an agent make them: a node, a service on it, its check.
import { encodeRequest } from './http-answer.ts';

export interface Instance {
  readonly node: string;
  readonly address: string;
  /** That of the node by default. */
  readonly serviceAddress?: string;
  readonly service: string;
  readonly id: string;
  readonly port?: number;
  readonly meta?: Readonly<Record<string, string>>;
}

/** The body of PUT /v1/catalog/register for a healthy instance. */
export function registrationOf(instance: Instance) {
  const { node, address, serviceAddress = address, service, id, port = 8080, meta = {} } = instance;
  return {
    Node: node,
    Address: address,
    Service: { ID: id, Service: service, Address: serviceAddress, Port: port, Meta: meta },
    Check: {
      Node: node,
      CheckID: `service:${id}`,
      Name: 'answers',
      Status: 'passing',
      ServiceID: id,
      ServiceName: service,
    },
  };
}

export function encodeRegistration(instance: Instance): Buffer {
  return encodeRequest('PUT', '/v1/catalog/register', registrationOf(instance));
}
