// SPDX-License-Identifier: Apache-2.0
import { precedenceOf } from '../../intention/precedence.ts';
import type { DecodedEntry } from '../decode.ts';
import { withoutEmpty } from '../empty.ts';
import { jwtRequirement } from '../jwt-requirement.ts';
import type {
  HttpPermission,
  IntentionAction,
  IntentionPermission,
  ServiceIntentions,
  SourceIntention,
} from './schema.ts';

type Written = DecodedEntry<'service-intentions'>;
type WrittenSource = NonNullable<Written['Sources']>[number];
type WrittenPermission = NonNullable<WrittenSource['Permissions']>[number];

/** Sources come in the order in which they are asked: by precedence, then as they were written. */
export function normalizeServiceIntentions(written: Written): ServiceIntentions {
  const { Kind, Name = '', Sources = [], JWT, Meta } = written;
  const sources = Sources.map((source) => sourceOf(source, Name));
  return {
    Kind,
    Name,
    Sources: sources.sort((a, b) => (b.Precedence ?? 0) - (a.Precedence ?? 0)),
    ...(JWT === undefined ? {} : { JWT: jwtRequirement(JWT) }),
    ...withoutEmpty({ Meta }),
  };
}

// What older interfaces left in an entry (LegacyID and the like) is dropped, but for what would be lost by it.
function sourceOf(source: WrittenSource, destination: string): SourceIntention {
  const { Name = '', Type = '', Action, Permissions, Description, Peer } = source;
  const { SamenessGroup, LegacyMeta } = source;
  return {
    Name,
    ...withoutEmpty({ Action: Action as IntentionAction | undefined }),
    ...withoutEmpty({ Permissions: Permissions?.map(permissionOf) }),
    Precedence: precedenceOf(destination, Name),
    Type: Type === '' ? 'consul' : Type,
    ...withoutEmpty({ Description, Peer, SamenessGroup, LegacyMeta }),
  };
}

function permissionOf({ Action = '', HTTP, JWT }: WrittenPermission): IntentionPermission {
  return {
    Action: Action as IntentionAction,
    ...(HTTP === undefined ? {} : { HTTP: httpOf(HTTP) }),
    ...(JWT === undefined ? {} : { JWT: jwtRequirement(JWT) }),
  };
}

function httpOf({ Header, Methods, ...paths }: NonNullable<WrittenPermission['HTTP']>) {
  return withoutEmpty({
    ...paths,
    Header: Header?.map(({ Name = '', ...match }) => ({ Name, ...withoutEmpty(match) })),
    Methods: Methods?.map((method) => method.toUpperCase()),
  }) as HttpPermission;
}
