// SPDX-License-Identifier: Apache-2.0
import type { LoadBalancer } from './schema.ts';

const POLICIES = ['', 'random', 'round_robin', 'least_request', 'ring_hash', 'maglev'];
const HASH_BASED = ['ring_hash', 'maglev'];
const FIELDS = ['header', 'cookie', 'query_parameter'];

type HashPolicy = NonNullable<LoadBalancer['HashPolicies']>[number];

export function loadBalancerError(balancer: LoadBalancer | undefined): string | undefined {
  if (balancer === undefined) return undefined;
  const { Policy = '', RingHashConfig, LeastRequestConfig, HashPolicies = [] } = balancer;
  const policy = JSON.stringify(Policy);
  if (!POLICIES.includes(Policy)) return `Bad LoadBalancer policy: ${policy} is not supported`;
  const incompatible = (setting: string) => {
    return `Bad LoadBalancer configuration. ${setting} specified for incompatible load balancing policy ${policy}`;
  };
  if (Policy !== 'ring_hash' && RingHashConfig !== undefined) return incompatible('RingHashConfig');
  if (Policy !== 'least_request' && LeastRequestConfig !== undefined) {
    return incompatible('LeastRequestConfig');
  }
  if (!HASH_BASED.includes(Policy) && HashPolicies.length > 0) {
    return `Bad LoadBalancer configuration: HashPolicies specified for non-hash-based Policy: ${policy}`;
  }
  for (const [i, hashPolicy] of HashPolicies.entries()) {
    const problem = hashPolicyError(hashPolicy);
    if (problem !== undefined) return `Bad LoadBalancer HashPolicy[${i}]: ${problem}`;
  }
  return undefined;
}

function hashPolicyError(policy: HashPolicy): string | undefined {
  const { Field, FieldValue, CookieConfig, SourceIP = false } = policy;
  const field = JSON.stringify(Field ?? '');
  if (Field !== undefined && !FIELDS.includes(Field)) return `${field} is not a supported field`;
  if (SourceIP && Field !== undefined) {
    return `A single hash policy cannot hash both a source address and a ${field}`;
  }
  if (SourceIP && FieldValue !== undefined) {
    return 'A FieldValue cannot be specified when hashing SourceIP';
  }
  if (Field !== undefined && FieldValue === undefined) {
    return `Field ${field} was specified without a FieldValue`;
  }
  if (FieldValue !== undefined && Field === undefined) {
    return 'FieldValue requires a Field to apply to';
  }
  if (CookieConfig === undefined) return undefined;
  if (Field !== 'cookie') return `cookie_config provided for ${field}`;
  const { Session = false, TTL = 0 } = CookieConfig;
  return Session && TTL !== 0 ? 'a session cookie cannot have an associated TTL' : undefined;
}
