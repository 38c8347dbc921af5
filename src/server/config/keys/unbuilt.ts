// SPDX-License-Identifier: Apache-2.0
// Keys that promise protection or company that does not exist here yet: to run without it unawares is worse
// than not to run.
import { bool, list, map, object, string } from '../../../model/shape/shape.ts';
import { enterprise, noted, refused, section, used } from './standing.ts';

const NO_ACL = 'access control is not built yet, and without it everybody may do everything';
const NO_TLS_SETTINGS = 'TLS between agents and for gRPC cannot be configured yet';
const NO_JOINING = 'servers do not form clusters of several yet';
const NO_CLIENT_AGENTS = 'there are no client agents yet';

/** Versions that the listener accepts anyway; a higher minimum would be a promise. */
const isHigherVersion = (version: string): boolean => version.endsWith('1_3');

const tlsProtocol = {
  ca_file: refused(string, NO_TLS_SETTINGS),
  ca_path: refused(string, NO_TLS_SETTINGS),
  cert_file: refused(string, NO_TLS_SETTINGS),
  key_file: refused(string, NO_TLS_SETTINGS),
  tls_min_version: refused(string, NO_TLS_SETTINGS, isHigherVersion),
  tls_cipher_suites: refused(string, NO_TLS_SETTINGS),
  verify_incoming: refused(bool, NO_TLS_SETTINGS),
  verify_outgoing: refused(bool, NO_TLS_SETTINGS),
  verify_server_hostname: refused(bool, NO_TLS_SETTINGS),
  use_auto_cert: refused(bool, NO_TLS_SETTINGS),
} as const;

/** For the HTTPS listener, the only one that there is to configure. */
const tlsOfHttps = {
  ca_file: used(string),
  ca_path: used(string),
  cert_file: used(string),
  key_file: used(string),
  tls_min_version: used(string),
  tls_cipher_suites: used(string),
  verify_incoming: used(bool),
} as const;

export const UNBUILT_KEYS = {
  acl: section({
    enabled: refused(bool, NO_ACL),
    enable_token_replication: noted(bool),
    policy_ttl: noted(string),
    role_ttl: noted(string),
    token_ttl: noted(string),
    down_policy: noted(string),
    default_policy: noted(string),
    enable_key_list_policy: noted(bool),
    enable_token_persistence: noted(bool),
    msp_disable_bootstrap: enterprise(bool),
    tokens: noted(
      object('Tokens', {
        initial_management: string,
        replication: string,
        agent_recovery: string,
        default: string,
        agent: string,
        config_file_service_registration: string,
        dns: string,
        managed_service_provider: list(map(string)),
        master: string,
        agent_master: string,
      }),
    ),
  }),
  // The oldest spelling of the above; this one turns access control on by being there.
  acl_datacenter: refused(string, NO_ACL),
  acl_agent_master_token: noted(string),
  acl_agent_token: noted(string),
  acl_token: noted(string),
  acl_enable_key_list_policy: noted(bool),
  acl_master_token: noted(string),
  acl_replication_token: noted(string),
  enable_acl_replication: noted(bool),
  acl_default_policy: noted(string),
  acl_down_policy: noted(string),
  acl_ttl: noted(string),

  tls: section({
    defaults: section({
      ...tlsOfHttps,
      // About calls between agents, of which there are none.
      verify_outgoing: noted(bool),
      verify_server_hostname: noted(bool),
      use_auto_cert: noted(bool),
    }),
    internal_rpc: section(tlsProtocol),
    https: section({
      ...tlsOfHttps,
      verify_outgoing: noted(bool),
      verify_server_hostname: refused(bool, 'it is about calls between agents'),
      use_auto_cert: noted(bool),
    }),
    grpc: section(tlsProtocol),
  }),
  ...tlsOfHttps,
  tls_prefer_server_cipher_suites: noted(bool),
  verify_incoming_https: used(bool),
  verify_incoming_rpc: refused(bool, NO_TLS_SETTINGS),
  verify_outgoing: noted(bool),
  verify_server_hostname: noted(bool),

  retry_join: refused(list(string), NO_JOINING),
  retry_join_wan: refused(list(string), NO_JOINING),
  start_join: refused(list(string), NO_JOINING),
  start_join_wan: refused(list(string), NO_JOINING),
  primary_gateways: refused(list(string), NO_JOINING),
  primary_gateways_interval: noted(string),

  auto_encrypt: section({
    tls: refused(bool, NO_CLIENT_AGENTS),
    allow_tls: refused(bool, NO_CLIENT_AGENTS),
    dns_san: noted(list(string)),
    ip_san: noted(list(string)),
  }),
  auto_config: section({
    enabled: refused(bool, NO_CLIENT_AGENTS),
    intro_token: noted(string),
    intro_token_file: noted(string),
    server_addresses: noted(list(string)),
    dns_sans: noted(list(string)),
    ip_sans: noted(list(string)),
    authorization: section({
      enabled: refused(bool, NO_CLIENT_AGENTS),
      static: noted(
        object('AutoConfigAuthorizerRaw', {
          claim_assertions: list(string),
          allow_reuse: bool,
          jwt_supported_algs: list(string),
          bound_audiences: list(string),
          claim_mappings: map(string),
          list_claim_mappings: map(string),
          oidc_discovery_url: string,
          oidc_discovery_ca_cert: string,
          jwks_url: string,
          jwks_ca_cert: string,
          jwt_validation_pub_keys: list(string),
          bound_issuer: string,
          expiration_leeway: string,
          not_before_leeway: string,
          clock_skew_leeway: string,
        }),
      ),
    }),
  }),
} as const;
