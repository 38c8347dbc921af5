// SPDX-License-Identifier: Apache-2.0
// Service definitions of files, as bodies for the agent's HTTP API. In: files in HCL or JSON, as they lie in
// an agent's configuration directory. Out: one body for each service, in the order of the files.
import type { CheckType } from '../../model/agent/check-type.ts';
import { completeService } from '../../model/agent/file-definition.ts';
import {
  type ServiceDefinition,
  serviceDefinitionShape,
} from '../../model/agent/service-definition.ts';
import { formatDuration } from '../../model/duration.ts';
import { AGENT_FILE, decode } from '../../model/shape/decode.ts';
import { problemsText } from '../../model/shape/problems.ts';
import { list, object } from '../../model/shape/shape.ts';
import type { Terminal } from '../command.ts';
import { parseDocument, readSource } from '../config/source.ts';
import { whileDoing } from '../failure.ts';

/** A service as the agent takes it; everything but its names is the agent's matter. */
export interface ServiceBody {
  readonly ID?: string;
  readonly Name?: string;
  readonly [field: string]: unknown;
}

const fileShape = object('file', {
  service: serviceDefinitionShape,
  services: list(serviceDefinitionShape),
});

/** The services of these files; what else is in a file is passed over, and said so. */
export async function servicesOf(
  sources: readonly string[],
  terminal: Terminal,
): Promise<readonly ServiceBody[]> {
  const services: ServiceBody[] = [];
  for (const source of sources) {
    const failed = `config: Open failed on ${source}.`;
    const text = await whileDoing('Error', readSource(source, terminal, failed));
    services.push(
      ...(await whileDoing(`Error: failed to parse ${source}`, async () => {
        return servicesIn(parseDocument(text) as Record<string, unknown>, source, terminal);
      })),
    );
  }
  return services;
}

function servicesIn(
  document: Readonly<Record<string, unknown>>,
  source: string,
  terminal: Terminal,
): readonly ServiceBody[] {
  const { service: one, services: several, ...others } = document;
  for (const key of Object.keys(others)) terminal.err(`${source}: passing over "${key}"\n`);
  const { value, problems } = decode(fileShape, { service: one, services: several }, AGENT_FILE);
  if (problems.length > 0) throw new Error(problemsText(problems).trimEnd());
  const found = [value?.service ?? [], value?.services ?? []].flat();
  if (found.length === 0) throw new Error('it defines no service');
  return found.map((definition) => bodyOf(completeService(definition)));
}

function bodyOf(definition: ServiceDefinition): ServiceBody {
  const { Check, Checks, Connect, ...rest } = definition;
  const { SidecarService, ...connect } = Connect ?? {};
  return {
    ...rest,
    ...(Check === undefined ? {} : { Check: checkBody(Check) }),
    ...(Checks === undefined ? {} : { Checks: Checks.map(checkBody) }),
    ...(Connect === undefined
      ? {}
      : {
          Connect: {
            ...connect,
            ...(SidecarService === undefined ? {} : { SidecarService: bodyOf(SidecarService) }),
          },
        }),
  };
}

const DURATIONS = ['Interval', 'Timeout', 'TTL', 'DeregisterCriticalServiceAfter'] as const;

function checkBody(check: CheckType): object {
  const texts = DURATIONS.filter((field) => check[field] !== undefined).map((field) => {
    return [field, formatDuration(check[field] ?? 0)];
  });
  return { ...check, ...Object.fromEntries(texts) };
}
