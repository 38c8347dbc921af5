// SPDX-License-Identifier: Apache-2.0
// Keys about services, checks, the mesh and peerings.
import { checkDefinitionShape } from '../../../model/agent/check-type.ts';
import { serviceDefinitionShape } from '../../../model/agent/service-definition.ts';
import { any, bool, int, list, map, string } from '../../../model/shape/shape.ts';
import { noted, refused, section, used } from './standing.ts';

export const MESH_KEYS = {
  service: used(serviceDefinitionShape),
  services: used(list(serviceDefinitionShape)),
  check: used(checkDefinitionShape),
  checks: used(list(checkDefinitionShape)),
  check_update_interval: used(string),
  check_output_max_size: used(int),
  discard_check_output: used(bool),
  enable_script_checks: used(bool),
  enable_local_script_checks: used(bool),
  enable_agent_tls_for_checks: refused(bool, 'checks have no client certificate'),
  enable_central_service_config: refused(
    bool,
    'central configuration always applies to services',
    (isOn) => !isOn,
  ),

  default_intention_policy: used(string),
  config_entries: section({ bootstrap: used(list(map(any))) }),

  connect: section({
    enabled: refused(bool, 'the mesh cannot be turned off', (isOn) => !isOn),
    ca_provider: used(string),
    ca_config: used(map(any)),
    enable_mesh_gateway_wan_federation: refused(bool, 'clusters are joined by peerings only'),
    virtual_ip_cidr_v4: refused(
      string,
      'virtual addresses are from 240.0.0.0/4',
      (cidr) => cidr !== '' && cidr !== '240.0.0.0/4',
    ),
    virtual_ip_cidr_v6: noted(string),
    test_ca_leaf_root_change_spread: noted(string),
  }),

  peering: section({
    enabled: used(bool),
    test_allow_peer_registrations: noted(bool),
    // What a peer may send; Consul has no such keys.
    max_message_bytes: used(int),
    max_services: used(int),
    max_instances_per_service: used(int),
    max_instances: used(int),
    max_checks_per_instance: used(int),
    burst_messages: used(int),
    messages_per_second: used(int),
  }),
} as const;
