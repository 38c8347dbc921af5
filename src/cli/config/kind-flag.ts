// SPDX-License-Identifier: Apache-2.0
import { stringFlag } from '../flag-kinds.ts';

/** What a shell offers. Which kinds there are is the server's to say: it may know more. */
export const KNOWN_KINDS: readonly string[] = [
  'api-gateway',
  'bound-api-gateway',
  'exported-services',
  'file-system-certificate',
  'http-route',
  'ingress-gateway',
  'inline-certificate',
  'jwt-provider',
  'mesh',
  'proxy-defaults',
  'sameness-group',
  'service-defaults',
  'service-intentions',
  'service-resolver',
  'service-router',
  'service-splitter',
  'tcp-route',
  'terminating-gateway',
];

export const kindFlag = (usage: string) =>
  stringFlag('kind', usage, { initial: '', values: KNOWN_KINDS });
