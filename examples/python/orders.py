# SPDX-License-Identifier: Apache-2.0
"""A service and its caller with a Python client of Consul: the same story as the other examples tell."""

import os
import threading

import consul

host, _, port = os.environ.get("CONSUL_HTTP_ADDR", "127.0.0.1:8500").removeprefix("http://").partition(":")
client = consul.Consul(host=host, port=int(port or 8500))

client.agent.service.register(
    "orders",
    service_id="orders-python",
    tags=["python"],
    port=8080,
    meta={"version": "2"},
    check=consul.Check.ttl("30s"),
)
try:
    client.agent.check.ttl_pass("service:orders-python", notes="ready")

    index, found = client.health.service("orders", tag="python", passing=True)
    print(f"found {len(found)} healthy instance on port {found[0]['Service']['Port']}")

    # A reader that waits hears of the change as soon as it is there.
    def wait_for_change():
        _, now = client.health.service("orders", tag="python", passing=True, index=index, wait="10s")
        print(f"heard of the change: {len(now)} healthy")

    reader = threading.Thread(target=wait_for_change)
    reader.start()
    client.agent.check.ttl_fail("service:orders-python", notes="overloaded")
    reader.join()

    client.kv.put("orders/limit", "10", flags=42)
    _, pair = client.kv.get("orders/limit")
    swapped = client.kv.put("orders/limit", "20", cas=pair["ModifyIndex"])
    stale = client.kv.put("orders/limit", "30", cas=pair["ModifyIndex"])
    print(f"limit set by the first writer: {swapped}, by the second: {stale}")

    session = client.session.create(name="orders", ttl=10, behavior="delete")
    if client.kv.put("orders/leader", "python", acquire=session):
        print("leader")
    client.kv.put("orders/leader", "python", release=session)
    client.session.destroy(session)

    client.kv.delete("orders/", recurse=True)
finally:
    client.agent.service.deregister("orders-python")
print("done")
