// SPDX-License-Identifier: Apache-2.0
import { deleteConfigEntry } from '../../../commands/delete-config-entry.ts';
import { refuseDerived } from '../../../model/config-entries/derived-kinds.ts';
import { isKnownKind } from '../../../model/config-entries/kinds.ts';
import { refuseOtherProxyDefaults } from '../../../model/config-entries/proxy-defaults/normalize.ts';
import { Refusal } from '../../../model/refusal.ts';
import { defineEndpoint } from '../endpoint.ts';
import { checkTenancy } from '../read-options.ts';
import { casOf } from './cas.ts';

/** DELETE /v1/config/:kind/:name: removes an entry; with ?cas answers whether it is gone. */
export const deleteEndpoint = defineEndpoint({
  method: 'DELETE',
  // One parameter, so that a path without a name gets an answer of its own.
  path: '/v1/config/:entry',
  permission: { resource: 'config-entry', access: 'write' },
  handle: async (request, context) => {
    const { entry = '' } = request.params;
    const cut = entry.indexOf('/');
    if (cut < 0) {
      throw new Refusal('not-found', 'Must provide both a kind and name to delete');
    }
    const [kind, name] = [entry.slice(0, cut), entry.slice(cut + 1)];
    if (!isKnownKind(kind)) {
      throw new Refusal('invalid-argument', `invalid config entry kind: ${kind}`);
    }
    checkTenancy(request);
    const cas = casOf(request);
    refuseDerived(kind);
    if (kind === 'proxy-defaults') refuseOtherProxyDefaults(name);
    const isGone = await context.issue(deleteConfigEntry, { kind, name, ...cas });
    return { json: cas.cas === undefined ? {} : isGone };
  },
});
