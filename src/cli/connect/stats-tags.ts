// SPDX-License-Identifier: Apache-2.0
// Which parts of Envoy's stat names become tags (dataplane §3.10). A cluster's stat name is
// cluster.[passthrough~][<hash>~][<subset>.]<service>.<ns>.[<partition>.]<dc or peer>.<routing>.<uuid>.consul.<rest>:
// each pattern takes the whole middle out of the name and keeps one piece of it.

export interface StatsTag {
  readonly tag_name: string;
  readonly regex?: string;
  readonly fixed_value?: string;
}

const WORD = '[^.]+';

interface Pieces {
  readonly custom_hash: string;
  readonly service_subset: string;
  readonly service: string;
  readonly namespace: string;
  readonly partition: string;
  readonly datacenter: string;
  readonly routing_type: string;
  readonly trust_domain: string;
}

const PIECES: Pieces = {
  custom_hash: `(?:${WORD}~)?`,
  service_subset: `(?:${WORD}\\.)?`,
  service: WORD,
  namespace: WORD,
  partition: `(?:${WORD}\\.)?`,
  datacenter: WORD,
  routing_type: WORD,
  trust_domain: WORD,
};

const CAPTURED: Pieces = {
  ...PIECES,
  custom_hash: `(?:(${WORD})~)?`,
  service_subset: `(?:(${WORD})\\.)?`,
  service: `(${WORD})`,
  namespace: `(${WORD})`,
  partition: `(?:(${WORD})\\.)?`,
  datacenter: `(${WORD})`,
  routing_type: `(${WORD})`,
  trust_domain: `(${WORD})`,
};

// Only names of our own clusters have a partition and a datacenter.
const INTERNAL: Partial<Pieces> = { routing_type: 'internal[^.]*' };

function statName(pieces: Pieces): { target: string; rest: string } {
  const { custom_hash, service_subset, service, namespace, partition, datacenter } = pieces;
  return {
    target: `${custom_hash}${service_subset}${service}\\.${namespace}\\.${partition}${datacenter}`,
    rest: `\\.${pieces.routing_type}\\.${pieces.trust_domain}\\.consul\\.`,
  };
}

function clusterTag(prefix: string, piece: keyof Pieces, fixed: Partial<Pieces> = {}): string {
  const { target, rest } = statName({ ...PIECES, ...fixed, [piece]: CAPTURED[piece] });
  return `^cluster\\.${prefix}(${target}${rest})`;
}

function targetTag(prefix: string): string {
  const { target, rest } = statName(PIECES);
  return `^cluster\\.${prefix}((${target})${rest})`;
}

function fullTargetTag(prefix: string): string {
  const { target } = statName(PIECES);
  return `^cluster\\.${prefix}((${target}\\.${WORD}\\.${WORD})\\.consul\\.)`;
}

const PASSTHROUGH = '(?:passthrough~)?';
const UPSTREAM = '^(?:tcp|http)\\.upstream';

const DESTINATION_TAGS: readonly StatsTag[] = [
  ['custom_hash', clusterTag(PASSTHROUGH, 'custom_hash')],
  ['service_subset', clusterTag(PASSTHROUGH, 'service_subset')],
  ['service', clusterTag(PASSTHROUGH, 'service')],
  ['namespace', clusterTag(PASSTHROUGH, 'namespace')],
  ['partition', clusterTag(PASSTHROUGH, 'partition', INTERNAL)],
  ['datacenter', clusterTag(PASSTHROUGH, 'datacenter', INTERNAL)],
  ['peer', `^cluster\\.(${WORD}\\.(?:${WORD}\\.)?(${WORD})\\.external\\.${WORD}\\.consul\\.)`],
  ['routing_type', clusterTag(PASSTHROUGH, 'routing_type')],
  ['trust_domain', clusterTag(PASSTHROUGH, 'trust_domain')],
  ['target', targetTag(PASSTHROUGH)],
  ['full_target', fullTargetTag(PASSTHROUGH)],
].map(([tag, regex]) => ({ tag_name: `consul.destination.${tag}`, regex: regex ?? '' }));

const UPSTREAM_TAGS: readonly StatsTag[] = [
  ['service', `(?:_peered)?\\.((${WORD})(?:\\.${WORD})?(?:\\.${WORD})?\\.${WORD}\\.)`],
  ['datacenter', `\\.(${WORD}(?:\\.${WORD})?(?:\\.${WORD})?\\.(${WORD})\\.)`],
  ['peer', `_peered\\.(${WORD}(?:\\.${WORD})?\\.(${WORD})\\.)`],
  ['namespace', `(?:_peered)?\\.(${WORD}(?:\\.(${WORD}))?(?:\\.${WORD})?\\.${WORD}\\.)`],
  ['partition', `\\.(${WORD}(?:\\.${WORD})?(?:\\.(${WORD}))?\\.${WORD}\\.)`],
].map(([tag, regex]) => ({ tag_name: `consul.upstream.${tag}`, regex: `${UPSTREAM}${regex}` }));

// Twins without 'destination', kept for dashboards made before Consul 1.9.
const DEPRECATED_TAGS: readonly StatsTag[] = [
  ['custom_hash', clusterTag('', 'custom_hash')],
  ['service_subset', clusterTag('', 'service_subset')],
  ['service', clusterTag('', 'service')],
  ['namespace', clusterTag('', 'namespace')],
  ['datacenter', clusterTag('', 'datacenter', INTERNAL)],
  ['routing_type', clusterTag('', 'routing_type')],
  ['trust_domain', clusterTag('', 'trust_domain')],
  ['target', targetTag('')],
  ['full_target', fullTargetTag('')],
].map(([tag, regex]) => ({ tag_name: `consul.${tag}`, regex: regex ?? '' }));

/**
 * The tags of one proxy: those of `own`, as `name=value` or as a name whose value is 1, then what is cut out of
 * names, then what is always so. `source` is the service that the proxy speaks for.
 */
export function statsTags(
  source: { readonly service: string; readonly datacenter: string },
  own: readonly string[],
  omitDeprecated: boolean,
): readonly StatsTag[] {
  const written = own.map((text) => {
    const [, name = '', value = '1'] = /^([^=]*)(?:=(.*))?$/s.exec(text) ?? [];
    return { tag_name: name.toLowerCase(), fixed_value: value };
  });
  const fixed = [
    { tag_name: 'local_cluster', fixed_value: source.service },
    { tag_name: 'consul.source.service', fixed_value: source.service },
    { tag_name: 'consul.source.namespace', fixed_value: 'default' },
    { tag_name: 'consul.source.partition', fixed_value: 'default' },
    { tag_name: 'consul.source.datacenter', fixed_value: source.datacenter },
  ];
  return [
    ...written,
    ...DESTINATION_TAGS,
    ...UPSTREAM_TAGS,
    ...(omitDeprecated ? [] : DEPRECATED_TAGS),
    ...fixed.filter(({ tag_name: name }) => !written.some(({ tag_name }) => tag_name === name)),
  ];
}
