// SPDX-License-Identifier: Apache-2.0
import type { DecodedEntry } from '../decode.ts';
import { withoutEmpty } from '../empty.ts';
import { resourceReference } from '../resource-reference.ts';
import type { ApiGateway, ApiGatewayListener, ApiGatewayPolicy } from './schema.ts';

type Written = DecodedEntry<'api-gateway'>;
type WrittenListener = NonNullable<Written['Listeners']>[number];

export function normalizeApiGateway(written: Written): ApiGateway {
  const { Kind, Name = '', Listeners, Meta } = written;
  const listeners = Listeners?.map((listener) => listenerOf(listener)) ?? null;
  return { Kind, Name, Listeners: listeners, ...withoutEmpty({ Meta }) };
}

function listenerOf(written: WrittenListener): ApiGatewayListener {
  const { Name = '', Hostname = '', Port = 0, Protocol = '', TLS = {} } = written;
  const { Override, Default, MaxRequestHeadersKB } = written;
  return {
    Name,
    Hostname,
    Port,
    Protocol: Protocol.toLowerCase(),
    TLS: {
      Certificates:
        TLS.Certificates?.map((one) => resourceReference(one, 'inline-certificate')) ?? null,
      MaxVersion: TLS.MaxVersion ?? '',
      MinVersion: TLS.MinVersion ?? '',
      CipherSuites: TLS.CipherSuites ?? null,
    },
    ...(Override === undefined ? {} : { Override: policyOf(Override) }),
    ...(Default === undefined ? {} : { Default: policyOf(Default) }),
    ...(MaxRequestHeadersKB === undefined ? {} : { MaxRequestHeadersKB }),
  };
}

function policyOf({ JWT }: NonNullable<WrittenListener['Override']>): ApiGatewayPolicy {
  return JWT === undefined ? {} : { JWT };
}
