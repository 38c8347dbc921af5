// SPDX-License-Identifier: Apache-2.0
import type { SchemaOf } from '../schema-of.ts';
import type { serviceResolverShape } from './shape.ts';

type Written = SchemaOf<'service-resolver', typeof serviceResolverShape>;

/** Which instances a service's calls go to, and where else when there are none. Times are Go's texts: '15s'. */
export type ServiceResolver = Omit<Written, 'ConnectTimeout' | 'RequestTimeout'> & {
  readonly ConnectTimeout?: string;
  readonly RequestTimeout?: string;
};

export type Redirect = NonNullable<Written['Redirect']>;
export type Failover = NonNullable<Written['Failover']>[string];
export type FailoverTarget = NonNullable<Failover['Targets']>[number];
export type LoadBalancer = NonNullable<Written['LoadBalancer']>;
