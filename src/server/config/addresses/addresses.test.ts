// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { AgentConfig } from '../agent-config.ts';
import type { Machine } from './machine.ts';
import { at, load, machineWith, refusal } from '../test-load.ts';

describe('addresses:', () => {
  const eth = at('eth0', '10.0.0.5');
  const cases: Record<string, [hcl: string, expected: Partial<AgentConfig>, on?: Machine]> = {
    'an address of one’s own is advertised': [
      'bind_addr = "192.168.7.7"',
      { bindAddr: '192.168.7.7', advertiseAddr: '192.168.7.7', advertiseAddrWan: '192.168.7.7' },
    ],
    'advertise_addr and advertise_addr_wan': [
      'advertise_addr = "10.1.1.1" advertise_addr_wan = "198.51.100.1"',
      { bindAddr: '0.0.0.0', advertiseAddr: '10.1.1.1', advertiseAddrWan: '198.51.100.1' },
    ],
    'the only private address of a machine that listens everywhere': [
      '',
      { advertiseAddr: '172.16.0.9' },
      machineWith(at('eth0', '8.8.8.8'), at('eth1', '172.16.0.9')),
    ],
    'the loopback of a machine that has nothing else': [
      '',
      { advertiseAddr: '127.0.0.1' },
      machineWith(),
    ],
    'the public IPv6 address of a machine that listens everywhere with IPv6': [
      'bind_addr = "[::]"',
      { bindAddr: '::', advertiseAddr: '2a00::1' },
      machineWith(eth, at('eth0', 'fd00::1'), at('eth0', '2a00::1')),
    ],
    'a template for a private address': [
      'bind_addr = "{{ GetPrivateIP }}"',
      { bindAddr: '10.0.0.5' },
    ],
    'a template for the address of an interface': [
      'bind_addr = "{{ GetInterfaceIP \\"eth1\\" }}"',
      { bindAddr: '10.0.0.6' },
      machineWith(eth, at('eth1', 'fd00::6'), at('eth1', '10.0.0.6')),
    ],
    'several client addresses': [
      'bind_addr = "127.0.0.1" client_addr = "127.0.0.1 {{ GetPrivateIP }}  ::1"',
      { clientAddrs: ['127.0.0.1', '10.0.0.5', '::1'] },
    ],
    'an address of its own for a listener': [
      'bind_addr = "127.0.0.1" ports { grpc = 7 } addresses { grpc = "127.0.0.2" grpc_tls = "0.0.0.0" }',
      {
        listen: {
          http: [{ host: '127.0.0.1', port: 8500 }],
          https: [],
          grpc: [{ host: '127.0.0.2', port: 7 }],
          grpcTls: [{ host: '0.0.0.0', port: 8503 }],
        },
      },
    ],
    'ports that are turned off': [
      'bind_addr = "127.0.0.1" ports { http = -1 grpc_tls = 0 }',
      { listen: { http: [], https: [], grpc: [], grpcTls: [] } },
    ],
    'addresses of both families': [
      'bind_addr = "10.0.0.5" advertise_addr_ipv6 = "2a00::1" tagged_addresses { other = "10.9.9.9" }',
      {
        taggedAddresses: {
          other: '10.9.9.9',
          lan: '10.0.0.5',
          lan_ipv4: '10.0.0.5',
          lan_ipv6: '2a00::1',
          wan: '10.0.0.5',
          wan_ipv4: '10.0.0.5',
        },
      },
    ],
  };
  for (const [name, [hcl, expected, on]] of Object.entries(cases)) {
    test(name, () => {
      const config = load(['-server', '-data-dir=$/data', '-hcl', hcl], {}, on);
      const picked = Object.keys(expected).map((key) => [key, config[key as keyof AgentConfig]]);
      assert.deepEqual(Object.fromEntries(picked), expected);
    });
  }

  const refused: Record<string, [hcl: string, message: string, on?: Machine]> = {
    'no address to bind': ['bind_addr = ""', 'bind_addr cannot be empty (flags-0.hcl:1:1)'],
    'a name to bind': ['bind_addr = "foo"', 'bind_addr: invalid ip address: foo (flags-0.hcl:1:1)'],
    'two addresses to bind': [
      'bind_addr = "10.0.0.5 10.0.0.6"',
      "bind_addr cannot contain multiple addresses. Use 'addresses.{dns,http,https}' instead. (flags-0.hcl:1:1)",
    ],
    'an interface that does not exist': [
      'bind_addr = "{{ GetInterfaceIP \\"nope\\" }}"',
      'bind_addr cannot be empty (flags-0.hcl:1:1)',
    ],
    'a template of another kind': [
      'bind_addr = "{{ Foo }}"',
      'bind_addr: error parsing "{{ Foo }}": unable to parse template "{{ Foo }}": only GetPrivateIP, GetPrivateIPs, GetPublicIP, GetPublicIPs, GetInterfaceIP, GetInterfaceIPs are supported (flags-0.hcl:1:1)',
    ],
    'to advertise any address': [
      'advertise_addr = "0.0.0.0"',
      'Advertise address cannot be 0.0.0.0, :: or [::] (flags-0.hcl:1:1)',
    ],
    'to advertise any address outside': [
      'advertise_addr_wan = "::"',
      'Advertise WAN address cannot be 0.0.0.0, :: or [::] (flags-0.hcl:1:1)',
    ],
    'a name to advertise': [
      'advertise_addr = "example.com"',
      'advertise_addr: invalid ip address: example.com (flags-0.hcl:1:1)',
    ],
    'an address of the wrong family': [
      'advertise_addr_ipv4 = "2a00::1"',
      'advertise_addr_ipv4 must be an ipv4 address (flags-0.hcl:1:1)',
    ],
    'several private addresses': [
      '',
      "Multiple private IPv4 addresses found. Please configure one with 'bind' and/or 'advertise'.",
      machineWith(eth, at('docker0', '172.17.0.1')),
    ],
    'no private address': ['', 'No private IPv4 address found', machineWith(at('e', '8.8.8.8'))],
    'a unix socket': [
      'addresses { grpc = "unix:///tmp/x" }',
      'addresses.grpc: unix sockets are not supported: unix:///tmp/x (flags-0.hcl:1:13)',
    ],
  };
  for (const [name, [hcl, message, on]] of Object.entries(refused)) {
    test(`refused: ${name}`, () => {
      const argv = ['-server', '-data-dir=$/data', '-hcl', hcl];
      assert.equal(refusal(argv, {}, on), message);
    });
  }
});
