// SPDX-License-Identifier: Apache-2.0
// Goldens of journey 2, in two stages: rows → snapshot of each proxy, and snapshot → what its Envoy is sent. A case is a
// folder with `rows.json`; everything else in it is made here. A failure tells which half is wrong.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fromBinary, type JsonValue, toJson } from '@bufbuild/protobuf';
import { AnySchema } from '@bufbuild/protobuf/wkt';
import { Secret } from '../../src/model/secret.ts';
import { proxySnapshot } from '../../src/views/proxy/proxy.ts';
import type { ProxySnapshot } from '../../src/views/proxy/snapshot.ts';
import { resourcesOf } from '../../src/wire/xds/proxies/kinds.ts';
import { extensions } from '../../src/wire/xds/resources/extensions.ts';
import type { ResourceSet, Resources } from '../../src/wire/xds/resource-set.ts';
import { openScenario, type Scenario } from '../mesh-scenario.ts';
import { printJson } from './print-json.ts';

const FOLDER = join(import.meta.dirname, 'testdata');

export const goldenCases = (): readonly string[] => readdirSync(FOLDER).sort();

export const goldenPath = (name: string, file: string): string => join(FOLDER, name, file);

export function readScenario(name: string): Scenario {
  return JSON.parse(readFileSync(goldenPath(name, 'rows.json'), 'utf8')) as Scenario;
}

/** The proxies of a case: whatever is registered as one. */
export function proxiesOf(scenario: Scenario): readonly { node: string; id: string }[] {
  const [first] = scenario.nodes;
  return scenario.services
    .filter(({ Kind: kind, peer }) => peer === undefined && kind !== undefined && kind !== '')
    .map(({ ID: id, node }) => ({ node: node ?? first?.Node ?? '', id }));
}

/** Stage A: files that rows lead to, by name. */
export function snapshotFiles(name: string): ReadonlyMap<string, string> {
  const scenario = readScenario(name);
  const { views } = openScenario(scenario);
  return new Map(
    proxiesOf(scenario).map((proxy) => {
      const snapshot = views.get(proxySnapshot, proxy).value ?? 'not ready';
      return [`${proxy.id}.snapshot.json`, printJson(snapshot)];
    }),
  );
}

/** Stage B: files that the snapshots as they stand in the folder lead to, by name. */
export function envoyFiles(name: string): ReadonlyMap<string, string> {
  const files = readdirSync(join(FOLDER, name)).filter((file) => file.endsWith('.snapshot.json'));
  const found = new Map<string, string>();
  for (const file of files.sort()) {
    const snapshot = reviveSnapshot(readFileSync(goldenPath(name, file), 'utf8'));
    if (snapshot === undefined) continue;
    found.set(file.replace('.snapshot.', '.envoy.'), printJson(shown(resourcesOf(snapshot))));
  }
  return found;
}

function reviveSnapshot(text: string): ProxySnapshot | undefined {
  const snapshot = JSON.parse(text) as ProxySnapshot | string;
  if (typeof snapshot === 'string') return undefined;
  const { leaf } = snapshot;
  return leaf && { ...snapshot, leaf: { ...leaf, key: new Secret('[secret]') } };
}

/** A resource set as Envoy's own dump would show it. */
export function shown(set: ResourceSet): Record<string, JsonValue> {
  const kinds = ['clusters', 'endpoints', 'listeners', 'routes'] as const;
  const entries = kinds.map((kind) => [kind, kind in set ? shownResources(set[kind]) : []]);
  const problems = set.problems.length === 0 ? {} : { problems: [...set.problems] };
  return { ...(Object.fromEntries(entries) as Record<string, JsonValue>), ...problems } as never;
}

export function shownResources(resources: Resources): JsonValue[] {
  const names = [...resources.keys()].sort();
  return names.map((name) => {
    const any = fromBinary(AnySchema, resources.get(name)?.any ?? new Uint8Array());
    return toJson(AnySchema, any, { registry: extensions, useProtoFieldName: true });
  });
}
