// SPDX-License-Identifier: Apache-2.0
import type { SchemaOf } from '../schema-of.ts';
import type { jwtProviderShape } from './shape.ts';

/** Who issues tokens that calls can be let in by, and how they are checked. */
export type JwtProvider = SchemaOf<'jwt-provider', typeof jwtProviderShape>;

export type KeySet = NonNullable<JwtProvider['JSONWebKeySet']>;
export type RemoteKeySet = NonNullable<KeySet['Remote']>;
export type TokenLocation = NonNullable<JwtProvider['Locations']>[number];
