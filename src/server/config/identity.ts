// SPDX-License-Identifier: Apache-2.0
// Who the agent is, and where it keeps what it knows.
import type { Locality } from '../../model/catalog/node.ts';
import { metaError } from '../../model/meta.ts';
import type { Meta } from '../../model/meta.ts';
import type { Findings } from './findings.ts';
import type { RawConfig } from './keys/keys.ts';
import type { Machine } from './addresses/machine.ts';

export function datacenterOf(raw: RawConfig, findings: Findings): string {
  const datacenter = (raw.datacenter ?? 'dc1').toLowerCase();
  if (datacenter === '') {
    findings.problem('datacenter', 'datacenter cannot be empty');
  } else if (!/^[a-z0-9_-]+$/.test(datacenter)) {
    const rule = 'can only contain lowercase alphanumeric, - or _ characters';
    const text = `datacenter ${rule}. received: ${JSON.stringify(datacenter)}`;
    findings.problem('datacenter', text);
  } else if (!/^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/.test(datacenter)) {
    findings.note(
      `Datacenter : ${JSON.stringify(datacenter)} will not be PKI X.509 compatible due to invalid characters. Valid characters include lowercase alphanumeric characters with dashes in between.`,
    );
  }
  const primary = (raw.primary_datacenter ?? '').toLowerCase();
  if (primary !== '' && primary !== datacenter) {
    const why = 'clusters are joined by peerings, not by a primary datacenter';
    findings.problem('primary_datacenter', `primary_datacenter is refused: ${why}`);
  }
  return datacenter;
}

export function nodeNameOf(raw: RawConfig, machine: Machine, findings: Findings): string {
  const name = (raw.node_name || machine.hostname()).trim();
  if (name === '') findings.problem('node_name', 'node_name cannot be empty');
  const undiscoverable = `Node name ${JSON.stringify(name)} will not be discoverable via DNS due to`;
  if (/[^A-Za-z0-9-]/.test(name)) {
    const valid = 'Valid characters include all alpha-numerics and dashes.';
    findings.note(`${undiscoverable} invalid characters. ${valid}`);
  } else if (name.length > 63) {
    findings.note(`${undiscoverable} it being too long. Valid lengths are between 1 and 63 bytes.`);
  }
  return name;
}

export function nodeIdOf(raw: RawConfig, findings: Findings): string | undefined {
  const id = (raw.node_id ?? '').toLowerCase();
  if (id === '') return undefined;
  if (!/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id)) {
    const text = `node_id must be a UUID: ${JSON.stringify(raw.node_id)}`;
    findings.problem('node_id', text);
  }
  return id;
}

export function nodeMetaOf(raw: RawConfig, findings: Findings): Meta {
  const meta = raw.node_meta ?? {};
  const error = metaError(meta);
  if (error !== undefined) findings.problem('node_meta', `node_meta invalid: ${error}`);
  return meta;
}

export function localityOf(raw: RawConfig, findings: Findings): Locality | undefined {
  const { Region = '', Zone = '' } = raw.locality ?? {};
  if (Region === '' && Zone === '') return undefined;
  if (Region === '')
    findings.problem('locality', 'locality is invalid: zone cannot be set without region');
  return { Region, ...(Zone === '' ? {} : { Zone }) };
}

export function dataDirOf(
  raw: RawConfig,
  devMode: boolean,
  findings: Findings,
): string | undefined {
  if (devMode) return undefined;
  if (!raw.data_dir) findings.problem('data_dir', 'data_dir cannot be empty');
  return raw.data_dir;
}
