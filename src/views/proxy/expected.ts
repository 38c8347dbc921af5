// SPDX-License-Identifier: Apache-2.0
import { localTenancy, rowKey } from '../../model/tenancy.ts';
import { services } from '../../state/tables/services.ts';
import { defineView } from '../engine/view.ts';

const KINDS = ['connect-proxy', 'mesh-gateway'];

/** Whether a proxy of this cluster is registered, so that one may connect at any moment. */
export const proxiesExpected = defineView<null, boolean>({
  name: 'proxy/expected',
  key: () => '',
  compute: (read) =>
    KINDS.some((kind) => read.by(services, 'kind', rowKey(localTenancy, kind)).length > 0),
});
