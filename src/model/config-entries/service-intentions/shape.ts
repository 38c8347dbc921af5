// SPDX-License-Identifier: Apache-2.0
import { any, bool, int, list, map, object, string } from '../../shape/shape.ts';
import { jwtRequirementShape } from '../jwt-requirement.ts';
import { STORED_FIELDS } from '../proxy-shapes.ts';

export const permissionShape = object('IntentionPermission', {
  Action: string,
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

export const serviceIntentionsShape = object('ServiceIntentionsConfigEntry', {
  ...STORED_FIELDS,
  Kind: string,
  Name: string,
  Sources: list(
    object('SourceIntention', {
      Name: string,
      Peer: string,
      SamenessGroup: string,
      Action: string,
      Permissions: list(permissionShape),
      Precedence: int,
      Type: string,
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
