// SPDX-License-Identifier: Apache-2.0
import { parseHclDocument, SyntaxProblem } from '../../../model/hcl/hcl.ts';
import type { Document } from '../../../model/hcl/hcl.ts';
import { positionAt } from '../../../model/hcl/position.ts';
import type { Position } from '../../../model/hcl/position.ts';
import { jsonSyntaxError } from '../../../model/json-syntax.ts';
import { AGENT_FILE, decode } from '../../../model/shape/decode.ts';
import { problemsText } from '../../../model/shape/problems.ts';
import { ConfigError } from '../config-error.ts';
import { locateInJson } from './json-place.ts';
import { agentConfigShape } from '../keys/keys.ts';
import type { RawConfig } from '../keys/keys.ts';
import type { SourceText } from './files.ts';

/** What one source sets. */
export interface Source {
  readonly raw: RawConfig;
  /** Where it sets a key, for messages: `/etc/consul.d/a.hcl:3:9`, or `-http-port`. */
  origin(path: readonly string[]): string;
}

/** Reads a text by the list of keys. Throws ConfigError that names the source, the keys and their places. */
export function parseSource(source: SourceText): Source {
  const document = parseDocument(source);
  const { value, problems } = decode(agentConfigShape, document.value, AGENT_FILE);
  if (problems.length > 0) {
    const text = problemsText(problems, (problem) => {
      return `${problem.message}${placeText(document.locate(problem.path))}`;
    });
    throw new ConfigError([`failed to parse ${source.name}: ${text}`]);
  }
  return {
    raw: (value ?? {}) as RawConfig,
    origin(path) {
      const place = document.locate(path);
      return place === undefined ? source.name : `${source.name}:${place.line}:${place.column}`;
    },
  };
}

function placeText(place: Position | undefined): string {
  return place === undefined ? '' : ` (line ${place.line}, column ${place.column})`;
}

interface AnyDocument extends Omit<Document, 'value'> {
  readonly value: unknown;
}

function parseDocument({ name, format, text }: SourceText): AnyDocument {
  // hashicorp/hcl, too, takes a text that begins with a brace for JSON.
  const isJson = format === 'json' || /^\s*\{/.test(text);
  if (text.trim() === '') return { value: {}, locate: () => undefined };
  try {
    return isJson ? parseJson(text) : parseHclDocument(text);
  } catch (error) {
    if (!(error instanceof SyntaxProblem)) throw error;
    throw new ConfigError([`failed to parse ${name}: ${error.message}`]);
  }
}

function parseJson(text: string): AnyDocument {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    const at = / at position (\d+)/.exec(String(error))?.[1];
    const position = positionAt(text, at === undefined ? text.length : Number(at));
    throw new SyntaxProblem(position, jsonSyntaxError(text) ?? String(error));
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    const type = Array.isArray(value)
      ? 'array'
      : typeof value === 'boolean'
        ? 'bool'
        : typeof value;
    const target = 'Go value of type map[string]interface {}';
    throw new SyntaxProblem(
      { line: 1, column: 1 },
      `json: cannot unmarshal ${value === null ? 'null' : type} into ${target}`,
    );
  }
  return { value, locate: (path) => locateInJson(text, path) };
}
