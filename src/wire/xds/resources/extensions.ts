// SPDX-License-Identifier: Apache-2.0
// Every message that may stand in an `Any` of ours or of a user's own JSON: the visible list.
import { createRegistry } from '@bufbuild/protobuf';
import { ClusterSchema } from '../../../gen/envoy/config/cluster/v3/cluster_pb.ts';
import { ClusterLoadAssignmentSchema } from '../../../gen/envoy/config/endpoint/v3/endpoint_pb.ts';
import { ListenerSchema } from '../../../gen/envoy/config/listener/v3/listener_pb.ts';
import { RouteConfigurationSchema } from '../../../gen/envoy/config/route/v3/route_pb.ts';
import { FileAccessLogSchema } from '../../../gen/envoy/extensions/access_loggers/file/v3/file_pb.ts';
import {
  StderrAccessLogSchema,
  StdoutAccessLogSchema,
} from '../../../gen/envoy/extensions/access_loggers/stream/v3/stream_pb.ts';
import { ClusterConfigSchema } from '../../../gen/envoy/extensions/clusters/aggregate/v3/cluster_pb.ts';
import { ExtAuthzSchema as HttpExtAuthzSchema } from '../../../gen/envoy/extensions/filters/http/ext_authz/v3/ext_authz_pb.ts';
import { ConfigSchema as GrpcBridgeSchema } from '../../../gen/envoy/extensions/filters/http/grpc_http1_bridge/v3/config_pb.ts';
import { FilterConfigSchema as GrpcStatsSchema } from '../../../gen/envoy/extensions/filters/http/grpc_stats/v3/config_pb.ts';
import { ConfigSchema as HeaderToMetadataSchema } from '../../../gen/envoy/extensions/filters/http/header_to_metadata/v3/header_to_metadata_pb.ts';
import { HealthCheckSchema } from '../../../gen/envoy/extensions/filters/http/health_check/v3/health_check_pb.ts';
import { JwtAuthenticationSchema } from '../../../gen/envoy/extensions/filters/http/jwt_authn/v3/config_pb.ts';
import { LocalRateLimitSchema as HttpRateLimitSchema } from '../../../gen/envoy/extensions/filters/http/local_ratelimit/v3/local_rate_limit_pb.ts';
import { LuaSchema } from '../../../gen/envoy/extensions/filters/http/lua/v3/lua_pb.ts';
import {
  RBACPerRouteSchema,
  RBACSchema as HttpRbacSchema,
} from '../../../gen/envoy/extensions/filters/http/rbac/v3/rbac_pb.ts';
import { RouterSchema } from '../../../gen/envoy/extensions/filters/http/router/v3/router_pb.ts';
import { HttpInspectorSchema } from '../../../gen/envoy/extensions/filters/listener/http_inspector/v3/http_inspector_pb.ts';
import { OriginalDstSchema } from '../../../gen/envoy/extensions/filters/listener/original_dst/v3/original_dst_pb.ts';
import { TlsInspectorSchema } from '../../../gen/envoy/extensions/filters/listener/tls_inspector/v3/tls_inspector_pb.ts';
import { ConnectionLimitSchema } from '../../../gen/envoy/extensions/filters/network/connection_limit/v3/connection_limit_pb.ts';
import { ExtAuthzSchema as NetworkExtAuthzSchema } from '../../../gen/envoy/extensions/filters/network/ext_authz/v3/ext_authz_pb.ts';
import { HttpConnectionManagerSchema } from '../../../gen/envoy/extensions/filters/network/http_connection_manager/v3/http_connection_manager_pb.ts';
import { LocalRateLimitSchema as NetworkRateLimitSchema } from '../../../gen/envoy/extensions/filters/network/local_ratelimit/v3/local_rate_limit_pb.ts';
import { RBACSchema as NetworkRbacSchema } from '../../../gen/envoy/extensions/filters/network/rbac/v3/rbac_pb.ts';
import { SniClusterSchema } from '../../../gen/envoy/extensions/filters/network/sni_cluster/v3/sni_cluster_pb.ts';
import { TcpProxySchema } from '../../../gen/envoy/extensions/filters/network/tcp_proxy/v3/tcp_proxy_pb.ts';
import {
  DownstreamTlsContextSchema,
  UpstreamTlsContextSchema,
} from '../../../gen/envoy/extensions/transport_sockets/tls/v3/tls_pb.ts';
import { SPIFFECertValidatorConfigSchema } from '../../../gen/envoy/extensions/transport_sockets/tls/v3/tls_spiffe_validator_config_pb.ts';
import { HttpProtocolOptionsSchema } from '../../../gen/envoy/extensions/upstreams/http/v3/http_protocol_options_pb.ts';

export const extensions = createRegistry(
  ClusterSchema,
  ClusterLoadAssignmentSchema,
  ListenerSchema,
  RouteConfigurationSchema,
  FileAccessLogSchema,
  StderrAccessLogSchema,
  StdoutAccessLogSchema,
  ClusterConfigSchema,
  HttpExtAuthzSchema,
  GrpcBridgeSchema,
  GrpcStatsSchema,
  HeaderToMetadataSchema,
  HealthCheckSchema,
  JwtAuthenticationSchema,
  HttpRateLimitSchema,
  LuaSchema,
  HttpRbacSchema,
  RBACPerRouteSchema,
  RouterSchema,
  HttpInspectorSchema,
  OriginalDstSchema,
  TlsInspectorSchema,
  ConnectionLimitSchema,
  NetworkExtAuthzSchema,
  HttpConnectionManagerSchema,
  NetworkRateLimitSchema,
  NetworkRbacSchema,
  SniClusterSchema,
  TcpProxySchema,
  DownstreamTlsContextSchema,
  UpstreamTlsContextSchema,
  SPIFFECertValidatorConfigSchema,
  HttpProtocolOptionsSchema,
);
