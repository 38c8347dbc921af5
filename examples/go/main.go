// SPDX-License-Identifier: Apache-2.0

// A service and its caller with Consul's own Go client: registers with a check, keeps it alive, is found by
// those who ask for healthy instances, shares a setting, and holds a lock while it does what only one may do.
package main

import (
	"fmt"
	"log"
	"time"

	"github.com/hashicorp/consul/api"
)

func main() {
	// CONSUL_HTTP_ADDR says where the agent is; the default is 127.0.0.1:8500.
	client, err := api.NewClient(api.DefaultConfig())
	check(err)

	agent := client.Agent()
	check(agent.ServiceRegister(&api.AgentServiceRegistration{
		ID:    "orders-go",
		Name:  "orders",
		Tags:  []string{"go"},
		Port:  8080,
		Meta:  map[string]string{"version": "2"},
		Check: &api.AgentServiceCheck{TTL: "30s"},
	}))
	defer func() { check(agent.ServiceDeregister("orders-go")) }()
	check(agent.UpdateTTL("service:orders-go", "ready", api.HealthPassing))

	found, meta, err := client.Health().Service("orders", "go", true, &api.QueryOptions{
		Filter: `Service.Meta.version == "2"`,
	})
	check(err)
	fmt.Printf("found %d healthy instance on port %d\n", len(found), found[0].Service.Port)

	// A reader that waits hears of the change as soon as it is there.
	changed := make(chan string)
	go func() {
		now, _, err := client.Health().Service("orders", "go", true, &api.QueryOptions{
			WaitIndex: meta.LastIndex,
			WaitTime:  10 * time.Second,
		})
		check(err)
		changed <- fmt.Sprintf("heard of the change: %d healthy", len(now))
	}()
	check(agent.UpdateTTL("service:orders-go", "overloaded", api.HealthCritical))
	fmt.Println(<-changed)

	kv := client.KV()
	_, err = kv.Put(&api.KVPair{Key: "orders/limit", Value: []byte("10"), Flags: 42}, nil)
	check(err)
	pair, _, err := kv.Get("orders/limit", nil)
	check(err)
	pair.Value = []byte("20")
	swapped, _, err := kv.CAS(pair, nil)
	check(err)
	stale, _, err := kv.CAS(pair, nil)
	check(err)
	fmt.Printf("limit set by the first writer: %t, by the second: %t\n", swapped, stale)

	lock, err := client.LockKey("orders/leader")
	check(err)
	lost, err := lock.Lock(nil)
	check(err)
	fmt.Println("leader")
	check(lock.Unlock())
	<-lost
	check(lock.Destroy())

	_, err = kv.DeleteTree("orders/", nil)
	check(err)
	fmt.Println("done")
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
