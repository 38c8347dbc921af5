// SPDX-License-Identifier: Apache-2.0
import type { Environment } from '../../client/environment.ts';
import type { OpaqueConfig } from '../../model/catalog/service.ts';
import { type Json, pipeOf, socketOf, typed } from './envoy-shapes.ts';
import { jsonOf, textOf } from './raw-config.ts';

/** Where Envoy sends its stats: statsd, dogstatsd, and whatever is written as JSON. */
export function statsSinks(config: OpaqueConfig, environment: Environment): readonly unknown[] {
  const statsd = textOf(config, 'envoy_statsd_url');
  const dogstatsd = textOf(config, 'envoy_dogstatsd_url');
  return [
    ...(statsd === undefined ? [] : [sink('statsd', 'StatsdSink', statsd, environment)]),
    ...(dogstatsd === undefined
      ? []
      : [sink('dog_statsd', 'DogStatsdSink', dogstatsd, environment)]),
    ...jsonOf(config, 'envoy_extra_stats_sinks_json'),
  ];
}

function sink(name: string, type: string, text: string, environment: Environment): Json {
  const address = addressOf(`envoy.stat_sinks.${name}`, expanded(text, environment));
  return {
    name: `envoy.stat_sinks.${name}`,
    typed_config: typed(`config.metrics.v3.${type}`, { address }),
  };
}

/** $NAME stands for a whole address; of variables inside one, only the host's address is known. */
function expanded(text: string, environment: Environment): string {
  const whole = /^\$(\w+)$/.exec(text)?.[1];
  if (whole !== undefined) return environment[whole] ?? '';
  return text.replaceAll('${HOST_IP}', environment['HOST_IP'] ?? '');
}

function addressOf(sinkName: string, text: string): Json {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const host = url?.hostname.replace(/^\[|\]$/g, '') ?? '';
  if (url?.protocol === 'udp:' && host !== '' && url.port !== '') {
    return socketOf({ host, port: Number(url.port) });
  }
  if (url?.protocol === 'unix:') return pipeOf(url.pathname);
  const forms = 'udp://host:port or unix:///path';
  throw new Error(`${sinkName}: ${JSON.stringify(text)} is not of the form ${forms}`);
}
