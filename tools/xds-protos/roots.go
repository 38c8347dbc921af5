// SPDX-License-Identifier: Apache-2.0

package main

// One package for each folder named in roots: an import is what puts its descriptors into this program.
import (
	_ "github.com/envoyproxy/go-control-plane/envoy/admin/v3"
	_ "github.com/envoyproxy/go-control-plane/envoy/config/accesslog/v3"
	_ "github.com/envoyproxy/go-control-plane/envoy/config/bootstrap/v3"
	_ "github.com/envoyproxy/go-control-plane/envoy/config/cluster/v3"
	_ "github.com/envoyproxy/go-control-plane/envoy/config/core/v3"
	_ "github.com/envoyproxy/go-control-plane/envoy/config/endpoint/v3"
	_ "github.com/envoyproxy/go-control-plane/envoy/config/listener/v3"
	_ "github.com/envoyproxy/go-control-plane/envoy/config/rbac/v3"
	_ "github.com/envoyproxy/go-control-plane/envoy/config/route/v3"
	_ "github.com/envoyproxy/go-control-plane/envoy/extensions/access_loggers/file/v3"
	_ "github.com/envoyproxy/go-control-plane/envoy/extensions/access_loggers/stream/v3"
	_ "github.com/envoyproxy/go-control-plane/envoy/extensions/clusters/aggregate/v3"
	_ "github.com/envoyproxy/go-control-plane/envoy/extensions/filters/http/ext_authz/v3"
	_ "github.com/envoyproxy/go-control-plane/envoy/extensions/filters/http/grpc_http1_bridge/v3"
	_ "github.com/envoyproxy/go-control-plane/envoy/extensions/filters/http/grpc_stats/v3"
	_ "github.com/envoyproxy/go-control-plane/envoy/extensions/filters/http/header_to_metadata/v3"
	_ "github.com/envoyproxy/go-control-plane/envoy/extensions/filters/http/health_check/v3"
	_ "github.com/envoyproxy/go-control-plane/envoy/extensions/filters/http/jwt_authn/v3"
	_ "github.com/envoyproxy/go-control-plane/envoy/extensions/filters/http/local_ratelimit/v3"
	_ "github.com/envoyproxy/go-control-plane/envoy/extensions/filters/http/lua/v3"
	_ "github.com/envoyproxy/go-control-plane/envoy/extensions/filters/http/rbac/v3"
	_ "github.com/envoyproxy/go-control-plane/envoy/extensions/filters/http/router/v3"
	_ "github.com/envoyproxy/go-control-plane/envoy/extensions/filters/http/set_filter_state/v3"
	_ "github.com/envoyproxy/go-control-plane/envoy/extensions/filters/listener/http_inspector/v3"
	_ "github.com/envoyproxy/go-control-plane/envoy/extensions/filters/listener/original_dst/v3"
	_ "github.com/envoyproxy/go-control-plane/envoy/extensions/filters/listener/tls_inspector/v3"
	_ "github.com/envoyproxy/go-control-plane/envoy/extensions/filters/network/connection_limit/v3"
	_ "github.com/envoyproxy/go-control-plane/envoy/extensions/filters/network/ext_authz/v3"
	_ "github.com/envoyproxy/go-control-plane/envoy/extensions/filters/network/http_connection_manager/v3"
	_ "github.com/envoyproxy/go-control-plane/envoy/extensions/filters/network/local_ratelimit/v3"
	_ "github.com/envoyproxy/go-control-plane/envoy/extensions/filters/network/rbac/v3"
	_ "github.com/envoyproxy/go-control-plane/envoy/extensions/filters/network/set_filter_state/v3"
	_ "github.com/envoyproxy/go-control-plane/envoy/extensions/filters/network/sni_cluster/v3"
	_ "github.com/envoyproxy/go-control-plane/envoy/extensions/filters/network/tcp_proxy/v3"
	_ "github.com/envoyproxy/go-control-plane/envoy/extensions/transport_sockets/tls/v3"
	_ "github.com/envoyproxy/go-control-plane/envoy/extensions/upstreams/http/v3"
	_ "github.com/envoyproxy/go-control-plane/envoy/service/discovery/v3"
)

// roots are the files whose messages Causeway writes or reads; what they need comes with them.
var roots = []string{
	"envoy/admin/v3/clusters.proto",
	"envoy/admin/v3/config_dump.proto",
	"envoy/admin/v3/server_info.proto",
	"envoy/config/accesslog/v3/accesslog.proto",
	"envoy/config/bootstrap/v3/bootstrap.proto",
	"envoy/config/cluster/v3/cluster.proto",
	"envoy/config/cluster/v3/outlier_detection.proto",
	"envoy/config/core/v3/address.proto",
	"envoy/config/core/v3/base.proto",
	"envoy/config/core/v3/config_source.proto",
	"envoy/config/core/v3/extension.proto",
	"envoy/config/core/v3/health_check.proto",
	"envoy/config/core/v3/protocol.proto",
	"envoy/config/core/v3/substitution_format_string.proto",
	"envoy/config/endpoint/v3/endpoint.proto",
	"envoy/config/endpoint/v3/endpoint_components.proto",
	"envoy/config/listener/v3/listener.proto",
	"envoy/config/listener/v3/listener_components.proto",
	"envoy/config/rbac/v3/rbac.proto",
	"envoy/config/route/v3/route.proto",
	"envoy/config/route/v3/route_components.proto",
	"envoy/extensions/access_loggers/file/v3/file.proto",
	"envoy/extensions/access_loggers/stream/v3/stream.proto",
	"envoy/extensions/clusters/aggregate/v3/cluster.proto",
	"envoy/extensions/filters/http/ext_authz/v3/ext_authz.proto",
	"envoy/extensions/filters/http/grpc_http1_bridge/v3/config.proto",
	"envoy/extensions/filters/http/grpc_stats/v3/config.proto",
	"envoy/extensions/filters/http/header_to_metadata/v3/header_to_metadata.proto",
	"envoy/extensions/filters/http/health_check/v3/health_check.proto",
	"envoy/extensions/filters/http/jwt_authn/v3/config.proto",
	"envoy/extensions/filters/http/local_ratelimit/v3/local_rate_limit.proto",
	"envoy/extensions/filters/http/lua/v3/lua.proto",
	"envoy/extensions/filters/http/rbac/v3/rbac.proto",
	"envoy/extensions/filters/http/router/v3/router.proto",
	"envoy/extensions/filters/http/set_filter_state/v3/set_filter_state.proto",
	"envoy/extensions/filters/listener/http_inspector/v3/http_inspector.proto",
	"envoy/extensions/filters/listener/original_dst/v3/original_dst.proto",
	"envoy/extensions/filters/listener/tls_inspector/v3/tls_inspector.proto",
	"envoy/extensions/filters/network/connection_limit/v3/connection_limit.proto",
	"envoy/extensions/filters/network/ext_authz/v3/ext_authz.proto",
	"envoy/extensions/filters/network/http_connection_manager/v3/http_connection_manager.proto",
	"envoy/extensions/filters/network/local_ratelimit/v3/local_rate_limit.proto",
	"envoy/extensions/filters/network/rbac/v3/rbac.proto",
	"envoy/extensions/filters/network/set_filter_state/v3/set_filter_state.proto",
	"envoy/extensions/filters/network/sni_cluster/v3/sni_cluster.proto",
	"envoy/extensions/filters/network/tcp_proxy/v3/tcp_proxy.proto",
	"envoy/extensions/transport_sockets/tls/v3/tls.proto",
	"envoy/extensions/transport_sockets/tls/v3/tls_spiffe_validator_config.proto",
	"envoy/extensions/upstreams/http/v3/http_protocol_options.proto",
	"envoy/service/discovery/v3/ads.proto",
	"envoy/service/discovery/v3/discovery.proto",
}
