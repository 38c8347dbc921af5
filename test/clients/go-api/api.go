// SPDX-License-Identifier: Apache-2.0

// Package goapi holds Consul's Go client for the test that runs the client's own tests.
package goapi

import _ "github.com/hashicorp/consul/api" // its tests are run
