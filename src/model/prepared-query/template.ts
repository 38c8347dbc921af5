// SPDX-License-Identifier: Apache-2.0
// Templates: queries that answer to every name that begins with theirs, and take what they ask for from it.
import { compileGroups } from '../filter/pattern.ts';
import { evaluate, type Scope } from './evaluate.ts';
import { type Expression, parseTemplate, TemplateProblem } from './parse.ts';
import type { PreparedQuery, ServiceQuery } from './query.ts';

const TYPE = 'name_prefix_match';

/** Who asks. */
export interface Asker {
  /** Of the network; ''. */
  readonly segment: string;
}

/** What is wrong with a template, or undefined: it must be readable, and come to something for its own name. */
export function templateError(query: PreparedQuery): string | undefined {
  const { Type, Regexp } = query.Template;
  if (Type !== TYPE) return `Bad Template.Type '${Type}'`;
  try {
    eachText(query.Service, (text, path) => {
      parse(text, path);
      return text;
    });
    try {
      if (Regexp !== '') compileGroups(Regexp);
    } catch (error) {
      return `Bad Regexp: ${error instanceof Error ? error.message : String(error)}`;
    }
    renderTemplate(query, query.Name, { segment: '' });
    return undefined;
  } catch (error) {
    if (error instanceof TemplateProblem) return error.message;
    throw error;
  }
}

/** The query that a template stands for under a name. */
export function renderTemplate(query: PreparedQuery, name: string, asker: Asker): PreparedQuery {
  const { Name, Template } = query;
  const matches = Template.Regexp === '' ? [] : compileGroups(Template.Regexp)(name);
  const suffix = name.startsWith(Name) ? name.slice(Name.length) : name;
  const scope: Scope = {
    names: {
      'name.full': name,
      'name.prefix': Name,
      'name.suffix': suffix,
      'agent.segment': asker.segment,
    },
    matches,
  };
  const Service = eachText(query.Service, (text, path) => {
    try {
      return evaluate(parse(text, path), scope);
    } catch (error) {
      if (!(error instanceof TemplateProblem) || error.message.startsWith('Bad ')) throw error;
      throw new TemplateProblem(`Bad evaluation for '${text}' in ${path}: ${error.message}`);
    }
  });
  if (!Template.RemoveEmptyTags) return { ...query, Service };
  const Tags = (Service.Tags ?? []).filter((tag) => tag !== '');
  return { ...query, Service: { ...Service, Tags } };
}

function parse(text: string, path: string): Expression {
  try {
    return parseTemplate(text);
  } catch (error) {
    if (!(error instanceof TemplateProblem)) throw error;
    throw new TemplateProblem(`Bad format '${text}' in ${path}: ${error.message}`);
  }
}

type Replace = (text: string, path: string) => string;

/** Every text of a service query replaced, in Consul's order; `path` is 'Service.Tags[0]'. */
function eachText(service: ServiceQuery, replace: Replace): ServiceQuery {
  const visit = (value: unknown, path: string): unknown => {
    if (typeof value === 'string') return replace(value, path);
    if (Array.isArray(value)) return value.map((item, i) => visit(item, `${path}[${i}]`));
    if (typeof value !== 'object' || value === null) return value;
    const isMap = path.endsWith('Meta');
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]) => {
        return [key, visit(inner, isMap ? `${path}[${key}]` : `${path}.${key}`)];
      }),
    );
  };
  return visit(service, 'Service') as ServiceQuery;
}
