// SPDX-License-Identifier: Apache-2.0
import { any, bool, int, list, map, named, object, string } from '../../shape/shape.ts';
import { entryShape } from '../entry-shape.ts';
import { jwtRequirementShape } from '../jwt-requirement.ts';

export const permissionShape = object('IntentionPermission', {
  Action: named(string, 'structs.IntentionAction'),
  HTTP: object('IntentionHTTPPermission', {
    PathExact: string,
    PathPrefix: string,
    PathRegex: string,
    Header: list(
      object('IntentionHTTPHeaderPermission', {
        Name: string,
        Present: bool,
        Exact: string,
        Prefix: string,
        Suffix: string,
        Contains: string,
        Regex: string,
        Invert: bool,
        IgnoreCase: bool,
      }),
    ),
    Methods: list(string),
  }),
  JWT: jwtRequirementShape,
});

export const serviceIntentionsShape = entryShape('ServiceIntentionsConfigEntry', {
  Kind: string,
  Name: string,
  Sources: list(
    object('SourceIntention', {
      Name: string,
      Peer: string,
      SamenessGroup: string,
      Action: named(string, 'structs.IntentionAction'),
      Permissions: list(permissionShape),
      Precedence: int,
      Type: named(string, 'structs.IntentionSourceType'),
      Description: string,
      LegacyID: string,
      LegacyMeta: map(string),
      LegacyCreateTime: any,
      LegacyUpdateTime: any,
    }),
  ),
  JWT: jwtRequirementShape,
  Meta: map(string),
});
