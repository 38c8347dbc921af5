// SPDX-License-Identifier: Apache-2.0
// A service and its caller with a Node client of Consul: the same story as the other examples tell.
import Consul from 'consul';

const address = new URL(
  `http://${(process.env.CONSUL_HTTP_ADDR ?? '127.0.0.1:8500').replace(/^http:\/\//, '')}`,
);
const consul = new Consul({ host: address.hostname, port: Number(address.port || 8500) });

await consul.agent.service.register({
  id: 'orders-node',
  name: 'orders',
  tags: ['node'],
  port: 8080,
  meta: { version: '2' },
  check: { ttl: '30s' },
});
try {
  await consul.agent.check.pass({ id: 'service:orders-node', note: 'ready' });

  const query = { service: 'orders', tag: 'node', passing: true };
  const found = await consul.health.service({ ...query, filter: 'Service.Meta.version == "2"' });
  console.log(`found ${found.length} healthy instance on port ${found[0].Service.Port}`);

  // A watch hears of the change as soon as it is there.
  const watch = consul.watch({ method: consul.health.service, options: query });
  const heard = new Promise((resolve, reject) => {
    watch.on('change', (now) => (now.length === 0 ? resolve(now) : undefined));
    watch.on('error', reject);
  });
  await consul.agent.check.fail({ id: 'service:orders-node', note: 'overloaded' });
  console.log(`heard of the change: ${(await heard).length} healthy`);
  watch.end();

  await consul.kv.set({ key: 'orders/limit', value: '10', flags: 42 });
  const { ModifyIndex: cas } = await consul.kv.get('orders/limit');
  const swapped = await consul.kv.set({ key: 'orders/limit', value: '20', cas });
  const stale = await consul.kv.set({ key: 'orders/limit', value: '30', cas });
  console.log(
    `limit set by the first writer: ${swapped === true}, by the second: ${stale === true}`,
  );

  const { ID: session } = await consul.session.create({
    name: 'orders',
    ttl: '10s',
    behavior: 'delete',
  });
  if (await consul.kv.set({ key: 'orders/leader', value: 'node', acquire: session })) {
    console.log('leader');
  }
  await consul.kv.set({ key: 'orders/leader', value: 'node', release: session });
  await consul.session.destroy(session);

  await consul.kv.del({ key: 'orders/', recurse: true });
} finally {
  await consul.agent.service.deregister('orders-node');
}
console.log('done');
