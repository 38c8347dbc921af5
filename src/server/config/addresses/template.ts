// SPDX-License-Identifier: Apache-2.0
import type { InterfaceAddress } from './machine.ts';
import { isForwardable, isPrivate } from './private.ts';

const TEMPLATE = /\{\{-?\s*(.*?)\s*-?\}\}/g;
const CALL = /^(\w+)(?:\s+(?:"([^"]*)"|`([^`]*)`))?$/;

type Lookup = (addresses: readonly InterfaceAddress[], name: string) => readonly InterfaceAddress[];

const first = (addresses: readonly InterfaceAddress[]) => addresses.slice(0, 1);
const privateOnes: Lookup = (addresses) =>
  addresses.filter((at) => isForwardable(at) && isPrivate(at));
const publicOnes: Lookup = (addresses) =>
  addresses.filter((at) => isForwardable(at) && !isPrivate(at));
const ofInterface: Lookup = (addresses, name) =>
  addresses.filter((at) => at.interface === name && isForwardable(at));

/** The functions of go-sockaddr that configurations use; IPv4 comes before IPv6. */
const FUNCTIONS: Readonly<Record<string, Lookup>> = {
  GetPrivateIP: (addresses) => first(privateOnes(addresses, '')),
  GetPrivateIPs: privateOnes,
  GetPublicIP: (addresses) => first(publicOnes(addresses, '')),
  GetPublicIPs: publicOnes,
  GetInterfaceIP: (addresses, name) => first(ofInterface(addresses, name)),
  GetInterfaceIPs: ofInterface,
};

/**
 * Replaces `{{ GetPrivateIP }}` and the like by addresses of the machine, by nothing if it has none.
 * Throws an Error with the reason for anything else in braces.
 */
export function expandAddressTemplate(
  text: string,
  addresses: () => readonly InterfaceAddress[],
): string {
  return text.replaceAll(TEMPLATE, (_whole, expression: string) => {
    const [, name = '', quoted, backquoted] = CALL.exec(expression) ?? [];
    const lookup = Object.hasOwn(FUNCTIONS, name) ? FUNCTIONS[name] : undefined;
    if (lookup === undefined) {
      const known = Object.keys(FUNCTIONS).join(', ');
      throw new Error(
        `unable to parse template "{{ ${expression} }}": only ${known} are supported`,
      );
    }
    const sorted = addresses().toSorted((a, b) => a.family - b.family);
    return lookup(sorted, quoted ?? backquoted ?? '')
      .map(({ address }) => address)
      .join(' ');
  });
}
