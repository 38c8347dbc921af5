// SPDX-License-Identifier: Apache-2.0
import { Refusal } from '../../refusal.ts';
import { multipleErrors } from '../../shape/problems.ts';
import type { DecodedEntry } from '../decode.ts';
import { withoutEmpty } from '../empty.ts';
import type { Mesh } from './schema.ts';

const MESH = 'mesh';

type Written = DecodedEntry<'mesh'>;

export function normalizeMesh(written: Written): Mesh {
  const { Kind, Name = MESH, TransparentProxy, TLS, HTTP, Peering, Meta } = written;
  // To Consul, entries of this kind have no name; its own may be said.
  if (Name !== MESH) {
    throw new Refusal('invalid-argument', multipleErrors(['invalid config key "Name"']));
  }
  const { AllowEnablingPermissiveMutualTLS, ValidateClusters } = written;
  return {
    Kind,
    Name: MESH,
    TransparentProxy: { MeshDestinationsOnly: TransparentProxy?.MeshDestinationsOnly ?? false },
    ...withoutEmpty({ AllowEnablingPermissiveMutualTLS, ValidateClusters }),
    ...(TLS === undefined ? {} : { TLS: tlsOf(TLS) }),
    ...(HTTP === undefined ? {} : { HTTP: httpOf(HTTP) }),
    ...(Peering === undefined
      ? {}
      : { Peering: { PeerThroughMeshGateways: Peering.PeerThroughMeshGateways ?? false } }),
    ...withoutEmpty({ Meta }),
  };
}

function tlsOf({ Incoming, Outgoing }: NonNullable<Written['TLS']>) {
  return {
    ...(Incoming === undefined ? {} : { Incoming: withoutEmpty(Incoming) }),
    ...(Outgoing === undefined ? {} : { Outgoing: withoutEmpty(Outgoing) }),
  };
}

function httpOf({ SanitizeXForwardedClientCert = false, Incoming }: NonNullable<Written['HTTP']>) {
  const wanted = Incoming?.RequestNormalization;
  const RequestNormalization = {
    InsecureDisablePathNormalization: wanted?.InsecureDisablePathNormalization ?? false,
    MergeSlashes: wanted?.MergeSlashes ?? false,
    PathWithEscapedSlashesAction: wanted?.PathWithEscapedSlashesAction ?? '',
    HeadersWithUnderscoresAction: wanted?.HeadersWithUnderscoresAction ?? '',
  };
  return {
    SanitizeXForwardedClientCert,
    ...(Incoming === undefined
      ? {}
      : { Incoming: wanted === undefined ? {} : { RequestNormalization } }),
  };
}
