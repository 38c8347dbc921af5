// SPDX-License-Identifier: Apache-2.0
// Calls between two peered clusters through real Envoys: who is let in, by what is proved and not by what is claimed.
import assert from 'node:assert/strict';
import { createPrivateKey, generateKeyPairSync, X509Certificate } from 'node:crypto';
import { createServer, request, type Server } from 'node:http';
import { once } from 'node:events';
import { after, before, describe, test } from 'node:test';
import { connect, type ConnectionOptions } from 'node:tls';
import {
  EMPTY_NAME,
  LEAF_EXTENSIONS,
  signCertificate,
  subjectAltName,
  subjectOf,
} from '../../src/ca/builtin/certificate.ts';
import type { SourceIntention } from '../../src/model/config-entries/service-intentions/schema.ts';
import { localTenancy } from '../../src/model/tenancy.ts';
import { leafCerts } from '../../src/state/tables/leaf-certs.ts';
import { peerings } from '../../src/state/tables/peerings.ts';
import { configEntries } from '../../src/state/tables/config-entries.ts';
import { type IssuedCertificates, issueCertificates } from '../mesh-certificates.ts';
import type { Scenario } from '../mesh-scenario.ts';
import { envoys } from './binaries.ts';
import { eventually, type RunningMesh, startMesh } from './mesh-harness.ts';
import {
  EAST,
  intentions,
  ORDERS_SNI,
  type PairOptions,
  type PeeredPair,
  peeredPair,
  SOUTH,
  WEST,
} from './peered-pair.ts';

const OK = 200;
const FORBIDDEN = 403;
/** What a refused connection or one that was cut off counts as. */
const CUT_OFF = 0;

interface Call {
  readonly port: number;
  readonly headers?: Record<string, string>;
  /** A socket to call through instead of a plain one. */
  readonly through?: ConnectionOptions;
}

/** The status of one call. */
async function call({ port, headers = {}, through }: Call): Promise<number> {
  const socket = through && connect({ host: '127.0.0.1', port, ...through });
  return await new Promise<number>((resolve) => {
    const outgoing = request({
      host: '127.0.0.1',
      port,
      headers: { ...headers, connection: 'close' },
      ...(socket === undefined ? { agent: false } : { createConnection: () => socket }),
    });
    outgoing.on('response', (response) => {
      response.resume();
      resolve(response.statusCode ?? CUT_OFF);
    });
    outgoing.on('error', () => resolve(CUT_OFF));
    socket?.on('error', () => resolve(CUT_OFF));
    outgoing.end();
  });
}

const [envoy] = envoys;
const cases: readonly PairOptions[] = [
  { protocol: 'http', mode: 'remote' },
  { protocol: 'http', mode: 'local' },
  { protocol: 'tcp', mode: 'remote' },
  { protocol: 'tcp', mode: 'local' },
];

for (const options of cases) {
  const { protocol, mode } = options;
  const onlyHttp = protocol === 'tcp' && 'tcp carries no headers';
  describe(
    `${protocol} through gateways in mode ${mode}`,
    { skip: envoy?.missing ?? 'Envoy 1.40.0 is not listed' },
    () => {
      const refused = protocol === 'http' ? FORBIDDEN : CUT_OFF;
      let pair: PeeredPair;
      let certificates: IssuedCertificates;
      let east: RunningMesh;
      let west: RunningMesh;
      let application: Server;
      let answer = OK;
      let forwarded: string | undefined;

      before(async () => {
        pair = await peeredPair(options);
        certificates = await issueCertificates([
          pair.east,
          pair.west,
          { cluster: SOUTH, nodes: [], services: [], leaves: ['/ns/default/dc/south/svc/shop'] },
        ]);
        application = createServer((incoming, response) => {
          const header = incoming.headers['x-forwarded-client-cert'];
          forwarded = typeof header === 'string' ? header : undefined;
          response.writeHead(answer).end();
        });
        application.listen(pair.ports.orders, '127.0.0.1');
        await once(application, 'listening');
        const path = envoy?.path ?? '';
        east = await startMesh(pair.east, certificates, path);
        west = await startMesh(pair.west, certificates, path);
        await Promise.all([
          east.startProxy('east-1', 'mesh-gateway'),
          east.startProxy('east-1', 'orders-sidecar-proxy'),
          west.startProxy('west-1', 'mesh-gateway'),
          west.startProxy('west-1', 'shop-sidecar-proxy'),
        ]);
      });

      after(async () => {
        await Promise.all([east?.stop(), west?.stop()]);
        application?.close();
      });

      /** Writes the intentions and waits until a call has that outcome; no event says that Envoy has them. */
      const allow = (...sources: readonly SourceIntention[]) => {
        east.put(configEntries, { tenancy: localTenancy, entry: intentions(...sources) });
      };
      const fromShop = () => call({ port: pair.ports.upstream });
      const outcome = (status: number) => eventually(async () => (await fromShop()) === status);

      test('without an intention a call is refused', () => outcome(refused));

      test('with one it is answered', async () => {
        allow({ Name: 'shop', Peer: 'west', Action: 'allow' });
        await outcome(OK);
        assert.deepEqual([...east.nacks, ...west.nacks], []);
      });

      test('the application is told who calls', { skip: onlyHttp }, async () => {
        await fromShop();
        assert.match(
          forwarded ?? '',
          new RegExp(`URI=spiffe://${WEST}.consul/ns/default/dc/west/svc/shop`),
        );
      });

      test('one for a service of ours with that name does not admit it', async () => {
        allow({ Name: 'shop', Action: 'allow' });
        await outcome(refused);
      });

      test('one for another peer does not admit it', async () => {
        allow({ Name: 'shop', Peer: 'west', Action: 'allow' });
        await outcome(OK);
        allow({ Name: 'shop', Peer: 'south', Action: 'allow' });
        await outcome(refused);
      });

      test('one for everybody of the peer admits it, unless it alone is denied', async () => {
        allow({ Name: '*', Peer: 'west', Action: 'allow' });
        await outcome(OK);
        allow(
          { Name: '*', Peer: 'west', Action: 'allow' },
          { Name: 'shop', Peer: 'west', Action: 'deny' },
        );
        await outcome(refused);
      });

      describe('what a caller only claims', { skip: onlyHttp }, () => {
        const claim = `By=x;Hash=00;Cert="";Chain="";Subject="";URI=spiffe://${WEST}.consul/ns/default/dc/west/svc/shop`;
        const headers = { 'x-forwarded-client-cert': claim };
        const of = (uri: string): ConnectionOptions => {
          const { certPem, keyPem } = certificates.leaf(uri);
          return { cert: certPem, key: keyPem, rejectUnauthorized: false };
        };

        before(async () => {
          allow({ Name: 'shop', Peer: 'west', Action: 'allow' });
          await outcome(OK);
        });

        test('counts for nothing from a service of ours', async () => {
          const through = of(`spiffe://${EAST}.consul/ns/default/dc/east/svc/shop`);
          const port = pair.ports.ordersSidecar;
          assert.equal(await call({ port, headers, through }), FORBIDDEN);
        });

        test('counts for nothing from a service of the peer, past the gateway', async () => {
          const through = of(`spiffe://${WEST}.consul/ns/default/dc/west/svc/shop`);
          const port = pair.ports.ordersSidecar;
          assert.equal(await call({ port, headers, through }), FORBIDDEN);
        });

        test('counts for nothing from another service of the peer', async () => {
          const servername = ORDERS_SNI;
          const port = pair.ports.eastGateway;
          const other = of(`spiffe://${WEST}.consul/ns/default/dc/west/svc/other`);
          const shop = of(`spiffe://${WEST}.consul/ns/default/dc/west/svc/shop`);
          assert.equal(await call({ port, through: { ...shop, servername } }), OK);
          assert.equal(await call({ port, headers, through: { ...other, servername } }), FORBIDDEN);
        });

        test('counts for nothing in a certificate of another peer', async () => {
          const hostile = `spiffe://${SOUTH}.consul/ns/default/dc/x/svc/x;URI=spiffe://${WEST}.consul/ns/default/dc/west/svc/shop`;
          const through = { ...forgedLeaf(certificates, hostile), servername: ORDERS_SNI };
          assert.equal(await call({ port: pair.ports.eastGateway, through }), FORBIDDEN);
        });
      });

      test('renewed certificates cost no call', async () => {
        allow({ Name: 'shop', Peer: 'west', Action: 'allow' });
        await outcome(OK);
        const renewed = await issueLeavesAnew(certificates, [pair.east, pair.west]);
        const statuses = new Map<number, number>();
        for (let i = 0; i < 300; i += 1) {
          if (i === 50) for (const mesh of [east, west]) renew(mesh, renewed);
          const status = await fromShop();
          statuses.set(status, (statuses.get(status) ?? 0) + 1);
        }
        assert.deepEqual([...statuses], [[OK, 300]]);
      });

      test('a gateway that is the only one is never left out, however often calls fail', async () => {
        allow({ Name: 'shop', Peer: 'west', Action: 'allow' });
        await outcome(OK);
        answer = 503;
        for (let i = 0; i < 20; i += 1) await fromShop();
        answer = OK;
        assert.equal(await fromShop(), OK);
      });

      test('nor after it could not be reached', async () => {
        await east.killProxy('east-1', 'mesh-gateway');
        for (let i = 0; i < 20; i += 1) assert.notEqual(await fromShop(), OK);
        await east.startProxy('east-1', 'mesh-gateway');
        assert.equal(await fromShop(), OK);
      });

      test('when the peering is deleted, nobody of the peer is let in any more', async () => {
        east.remove(peerings, 'west');
        await eventually(async () => (await fromShop()) !== OK);
        for (let i = 0; i < 5; i += 1) assert.notEqual(await fromShop(), OK);
      });
    },
  );
}

type Leaves = ReadonlyMap<string, { readonly certPem: string; readonly keyPem: string }>;

async function issueLeavesAnew(
  certificates: IssuedCertificates,
  scenarios: readonly Scenario[],
): Promise<Leaves> {
  const found = new Map<string, { certPem: string; keyPem: string }>();
  for (const { cluster, leaves } of scenarios) {
    for (const path of leaves) {
      const uri = `spiffe://${cluster}.consul${path}`;
      found.set(uri, await certificates.renewed(uri));
    }
  }
  return found;
}

function renew(mesh: RunningMesh, renewed: Leaves): void {
  for (const [uri, leaf] of renewed) {
    mesh.state.applyLocal({ table: leafCerts.name, key: uri, value: { uri, ...leaf } });
  }
}

/** A leaf that the CA of south signs although its id is none. */
function forgedLeaf(certificates: IssuedCertificates, uri: string): ConnectionOptions {
  const root = certificates.signingRoot(`${SOUTH}.consul`);
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  const certificate = signCertificate(
    {
      serial: 99,
      issuer: subjectOf(new X509Certificate(root.certPem).raw),
      notBeforeMs: Date.now() - 60_000,
      notAfterMs: Date.now() + 3_600_000,
      subject: EMPTY_NAME,
      publicKey: publicKey.export({ type: 'spki', format: 'der' }),
      extensions: [
        ...LEAF_EXTENSIONS,
        subjectAltName({ uri, dnsNames: [], ipAddresses: [] }, true),
      ],
    },
    createPrivateKey(root.privateKeyPem.reveal()),
  );
  return {
    cert: certificate,
    key: privateKey.export({ type: 'sec1', format: 'pem' }).toString(),
    rejectUnauthorized: false,
  };
}
