// SPDX-License-Identifier: Apache-2.0
import { metaProblems, refused, refuseProblems } from '../meta.ts';
import type { JwtProvider, KeySet, TokenLocation } from './schema.ts';
import { remoteError } from './validate-remote.ts';

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

export function validateJwtProvider(entry: JwtProvider): void {
  if (entry.Name === '') throw refused('Name is required');
  refuseProblems(metaProblems(entry));
  const { JSONWebKeySet: keySet, Locations = [], Forwarding } = entry;
  if (keySet === undefined) throw refused('JSONWebKeySet is required');
  const problem = keySetError(keySet);
  if (problem !== undefined) throw refused(problem);
  refuseProblems(Locations.map(locationError).filter((text) => text !== undefined));
  if (Forwarding !== undefined && Forwarding.HeaderName === undefined) {
    throw refused('Header name required for forwarding config');
  }
}

function keySetError({ Local, Remote }: KeySet): string | undefined {
  if ((Local === undefined) === (Remote === undefined)) {
    return 'must specify exactly one of Local or Remote JSON Web key set';
  }
  if (Remote !== undefined) return remoteError(Remote);
  const { JWKS, Filename } = Local ?? {};
  if ((JWKS === undefined) === (Filename === undefined)) {
    return 'must specify exactly one of String or filename for local keyset';
  }
  return JWKS === undefined || BASE64.test(JWKS)
    ? undefined
    : 'JWKS must be valid base64 encoded string';
}

function locationError(location: TokenLocation): string | undefined {
  const places = [
    ['header', location.Header],
    ['query param', location.QueryParam],
    ['cookie', location.Cookie],
  ] as const;
  const [found, ...more] = places.filter(([, place]) => place !== undefined);
  if (found === undefined || more.length > 0) {
    return 'must set exactly one of: JWT location header, query param or cookie';
  }
  const [what, place] = found;
  return place?.Name === undefined ? `JWT location ${what} name must be specified` : undefined;
}
