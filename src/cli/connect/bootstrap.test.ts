// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type BootstrapInput, bootstrapOf } from './bootstrap.ts';

const input: BootstrapInput = {
  proxyId: 'shop-sidecar-proxy',
  cluster: 'shop',
  datacenter: 'west',
  token: 'a-token',
  xds: { address: { host: '127.0.0.1', port: 8502 } },
  admin: { host: '127.0.0.1', port: 19000, accessLogPath: '/dev/null' },
  prometheus: { scrapePath: '/metrics' },
  omitDeprecatedTags: true,
  config: {},
  environment: { HOST_IP: '10.0.0.9', STATSD: 'udp://10.0.0.8:8125' },
};

// oxlint-disable-next-line typescript/no-explicit-any -- tests look into it as they like
const bootstrap = (part: Partial<BootstrapInput> = {}): any => bootstrapOf({ ...input, ...part });
const withConfig = (config: BootstrapInput['config']) => bootstrap({ config });

const address = (host: string, port: number) => ({
  socket_address: { address: host, port_value: port },
});

test('the bootstrap of a sidecar', () => {
  const { stats_config: _, ...rest } = bootstrap();
  assert.deepEqual(rest, {
    admin: {
      access_log: [
        {
          name: 'envoy.access_loggers.file',
          typed_config: {
            '@type': 'type.googleapis.com/envoy.extensions.access_loggers.file.v3.FileAccessLog',
            path: '/dev/null',
          },
        },
      ],
      address: address('127.0.0.1', 19000),
    },
    node: {
      cluster: 'shop',
      id: 'shop-sidecar-proxy',
      metadata: { namespace: 'default', partition: 'default' },
    },
    layered_runtime: {
      layers: [{ name: 'base', static_layer: { 're2.max_program_size.error_level': 1048576 } }],
    },
    static_resources: {
      clusters: [
        {
          name: 'local_agent',
          type: 'STATIC',
          connect_timeout: '1s',
          ignore_health_on_host_removal: false,
          typed_extension_protocol_options: {
            'envoy.extensions.upstreams.http.v3.HttpProtocolOptions': {
              '@type': 'type.googleapis.com/envoy.extensions.upstreams.http.v3.HttpProtocolOptions',
              explicit_http_config: { http2_protocol_options: {} },
            },
          },
          load_assignment: {
            cluster_name: 'local_agent',
            endpoints: [{ lb_endpoints: [{ endpoint: { address: address('127.0.0.1', 8502) } }] }],
          },
        },
      ],
    },
    dynamic_resources: {
      lds_config: { ads: {}, initial_fetch_timeout: '0s', resource_api_version: 'V3' },
      cds_config: { ads: {}, initial_fetch_timeout: '0s', resource_api_version: 'V3' },
      ads_config: {
        api_type: 'DELTA_GRPC',
        transport_api_version: 'V3',
        grpc_services: [
          {
            envoy_grpc: { cluster_name: 'local_agent' },
            initial_metadata: [{ key: 'x-consul-token', value: 'a-token' }],
          },
        ],
      },
    },
  });
});

test('a proxy of the catalog names its node', () => {
  assert.equal(bootstrap({ nodeName: 'vm-1' }).node.metadata.node_name, 'vm-1');
});

test('an agent behind a socket', () => {
  const [agent] = bootstrap({ xds: { address: { path: '/run/x.sock' } } }).static_resources
    .clusters;
  const { endpoint } = agent.load_assignment.endpoints[0].lb_endpoints[0];
  assert.deepEqual(endpoint, { address: { pipe: { path: '/run/x.sock' } } });
});

test('an agent that speaks TLS', () => {
  const xds = { address: { host: '10.0.0.1', port: 8503 }, ca: 'PEM\n' };
  const { typed_config: tls } = bootstrap({ xds }).static_resources.clusters[0].transport_socket;
  assert.deepEqual(tls.common_tls_context, {
    validation_context: { trusted_ca: { inline_string: 'PEM\n' } },
  });
});

describe('listeners beside the mesh:', () => {
  /** What one listener says: where, what it matches, where it leads. */
  function shown(all: ReturnType<typeof bootstrap>) {
    // oxlint-disable-next-line typescript/no-explicit-any -- as above
    return all.static_resources.listeners?.map((listener: any) => {
      const { typed_config: http } = listener.filter_chains[0].filters[0];
      const [first, last] = http.route_config.virtual_hosts[0].routes;
      assert.deepEqual(last, { match: { prefix: '/' }, direct_response: { status: 404 } });
      assert.equal(listener.name, `${http.stat_prefix}_listener`);
      const { address: host, port_value: port } = listener.address.socket_address;
      return [http.stat_prefix, `${host}:${port}`, first.match, ...Object.values(first.route)];
    });
  }

  test('metrics, stats and readiness share the admin interface', () => {
    const all = bootstrap({
      ready: { host: '127.0.0.1', port: 20202 },
      config: { envoy_prometheus_bind_addr: ':20200', envoy_stats_bind_addr: '[::1]:20201' },
    });
    assert.deepEqual(shown(all), [
      [
        'envoy_prometheus_metrics',
        '0.0.0.0:20200',
        { path: '/metrics' },
        'self_admin',
        '/stats/prometheus',
      ],
      ['envoy_metrics', '::1:20201', { prefix: '/stats' }, 'self_admin', '/stats'],
      ['envoy_ready', '127.0.0.1:20202', { path: '/ready' }, 'self_admin', '/ready'],
    ]);
    const clusters = all.static_resources.clusters.map(({ name }: { name: string }) => name);
    assert.deepEqual(clusters, ['local_agent', 'self_admin']);
  });

  test('somebody else can merge the metrics, over TLS', () => {
    const all = bootstrap({
      prometheus: {
        scrapePath: '/scrape',
        backendPort: 20203,
        tls: { certFile: '/c', keyFile: '/k', ca: { filename: '/ca' } },
      },
      config: { envoy_prometheus_bind_addr: '0.0.0.0:20200' },
    });
    assert.deepEqual(shown(all), [
      [
        'envoy_prometheus_metrics',
        '0.0.0.0:20200',
        { path: '/scrape' },
        'prometheus_backend',
        '/stats/prometheus',
      ],
    ]);
    const [, backend] = all.static_resources.clusters;
    const { endpoint } = backend.load_assignment.endpoints[0].lb_endpoints[0];
    assert.deepEqual(endpoint.address, address('127.0.0.1', 20203));
    assert.equal(all.static_resources.listeners[0].filter_chains[0].transport_socket.name, 'tls');
    assert.deepEqual(all.static_resources.secrets, [
      {
        name: 'prometheus_cert',
        tls_certificate: { certificate_chain: { filename: '/c' }, private_key: { filename: '/k' } },
      },
      {
        name: 'prometheus_validation_context',
        validation_context: { trusted_ca: { filename: '/ca' } },
      },
    ]);
  });

  test('those of the config come first, and may bring the cluster', () => {
    const all = withConfig({
      envoy_stats_bind_addr: '127.0.0.1:20201',
      envoy_extra_static_clusters_json: '{"name":"self_admin"},{"name":"other"}',
      envoy_extra_static_listeners_json: '{"name":"mine"}',
    });
    const { clusters, listeners } = all.static_resources;
    assert.deepEqual(clusters.slice(1), [{ name: 'self_admin' }, { name: 'other' }]);
    assert.deepEqual(listeners[0], { name: 'mine' });
    assert.equal(listeners[1].name, 'envoy_metrics_listener');
  });
});

describe('what proxies say about themselves:', () => {
  test('sinks of stats', () => {
    const { stats_sinks: sinks } = withConfig({
      envoy_statsd_url: '$STATSD',
      envoy_dogstatsd_url: 'udp://${HOST_IP}:8126',
      envoy_extra_stats_sinks_json: '{"name":"mine"}',
    });
    assert.deepEqual(sinks, [
      {
        name: 'envoy.stat_sinks.statsd',
        typed_config: {
          '@type': 'type.googleapis.com/envoy.config.metrics.v3.StatsdSink',
          address: address('10.0.0.8', 8125),
        },
      },
      {
        name: 'envoy.stat_sinks.dog_statsd',
        typed_config: {
          '@type': 'type.googleapis.com/envoy.config.metrics.v3.DogStatsdSink',
          address: address('10.0.0.9', 8126),
        },
      },
      { name: 'mine' },
    ]);
  });

  test('a sink behind a socket', () => {
    const [sink] = withConfig({ envoy_dogstatsd_url: 'unix:///run/dog.sock' }).stats_sinks;
    assert.deepEqual(sink.typed_config.address, { pipe: { path: '/run/dog.sock' } });
  });

  test('tags of their own, an interval, tracing', () => {
    const all = withConfig({
      envoy_stats_tags: ['team=a'],
      envoy_stats_flush_interval: '10s',
      envoy_tracing_json: '{"http":{"name":"zipkin"}}',
    });
    assert.deepEqual(all.stats_config.stats_tags[0], { tag_name: 'team', fixed_value: 'a' });
    assert.equal(all.stats_flush_interval, '10s');
    assert.deepEqual(all.tracing, { http: { name: 'zipkin' } });
  });

  test('tags replaced as a whole', () => {
    const config = { envoy_stats_config_json: '{"stats_tags":[]}' };
    assert.deepEqual(withConfig(config).stats_config, { stats_tags: [] });
  });

  const logs: Record<string, [logs: object, config: object]> = {
    'on the standard output, as texts': [
      { Enabled: true, TextFormat: '%PATH%' },
      {
        '@type': 'type.googleapis.com/envoy.extensions.access_loggers.stream.v3.StdoutAccessLog',
        log_format: { text_format_source: { inline_string: '%PATH%\n' } },
      },
    ],
    'in a file, as JSON': [
      { Enabled: true, Type: 'file', Path: '/log', JSONFormat: '{"p":"%PATH%"}' },
      {
        '@type': 'type.googleapis.com/envoy.extensions.access_loggers.file.v3.FileAccessLog',
        path: '/log',
        log_format: { json_format: { p: '%PATH%' } },
      },
    ],
  };
  for (const [name, [accessLogs, config]] of Object.entries(logs)) {
    test(`access logs ${name}`, () => {
      const [log] = bootstrap({ accessLogs: { ...accessLogs } }).admin.access_log;
      assert.deepEqual(log.typed_config, config);
    });
  }
});

describe('a config that can not be followed is named:', () => {
  const cases: [key: string, value: string, message: RegExp][] = [
    ['envoy_prometheus_bind_addr', '20200', /^Error: envoy_prometheus_bind_addr: "20200" is not/],
    ['envoy_tracing_json', '{', /^Error: envoy_tracing_json: /],
    ['envoy_statsd_url', 'tcp://a:1', /^Error: envoy.stat_sinks.statsd: "tcp:\/\/a:1" is not/],
    ['envoy_statsd_url', '$NOWHERE', /^Error: envoy.stat_sinks.statsd: "" is not/],
    ['envoy_bootstrap_json_tpl', '{}', /^Error: envoy_bootstrap_json_tpl is not supported$/],
  ];
  for (const [key, value, message] of cases) {
    test(`${key} = ${value}`, () => assert.throws(() => withConfig({ [key]: value }), message));
  }
});
