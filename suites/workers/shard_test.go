package workers

import (
	"testing"

	"github.com/oktascim/oktascim/suites"
	"github.com/oktascim/oktascim/suites/okta"
)

// TestShards: every check is in exactly one shard, what collides in a tenant is
// in the same one, and none has much more than its part.
func TestShards(t *testing.T) {
	t.Parallel()
	plan := suites.Plan(suites.Catalogue(), []okta.Dialect{okta.AIW, okta.OIN})
	sum := 0.0
	for _, p := range plan {
		sum += Estimate(p)
	}
	for _, count := range []int{1, 2, 3, 5} {
		where := map[string]int{}
		tenantWide := map[int]bool{}
		for index := 1; index <= count; index++ {
			part, cost, fixed := Shard(plan, index, count, nil), 0.0, 0.0
			for _, p := range part {
				k := keyOf(p).String()
				if other, twice := where[k]; twice {
					t.Errorf("%s is in shards %d and %d of %d", k, other, index, count)
				}
				where[k] = index
				cost += Estimate(p)
				if p.Serial || p.Exclusive == suites.MappedGroups {
					tenantWide[index] = true
					fixed += Estimate(p)
				}
			}
			if cost > max(1.05*sum/float64(count), 1.01*fixed) {
				t.Errorf("shard %d of %d costs %.0f of %.0f", index, count, cost, sum)
			}
		}
		if len(where) != len(plan) {
			t.Errorf("%d shards have %d of %d checks", count, len(where), len(plan))
		}
		if len(tenantWide) != 1 {
			t.Errorf("what a tenant has once is in shards %v of %d", tenantWide, count)
		}
	}
}
