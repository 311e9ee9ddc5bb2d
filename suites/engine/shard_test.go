package engine

import "testing"

// Every check is in exactly one shard, what collides in a tenant is in the same one, and none has much more than its part.
func TestShards(t *testing.T) {
	t.Parallel()
	plan, sum := somePlan(), 0.0
	facts := func(u Unit) Facts { return u.Facts }
	for _, u := range plan {
		sum += u.Cost
	}
	for _, count := range []int{1, 2, 3, 5} {
		where, tenantWide := map[string]int{}, map[int]bool{}
		for index := 1; index <= count; index++ {
			cost, fixed := 0.0, 0.0
			for _, u := range Shard(plan, index, count, "mapped groups", facts) {
				if other, twice := where[u.Check.ID]; twice {
					t.Errorf("%s is in shards %d and %d of %d", u.Check.ID, other, index, count)
				}
				where[u.Check.ID] = index
				cost += u.Cost
				if u.Alone || u.Share == "mapped groups" {
					tenantWide[index] = true
					fixed += u.Cost
				}
			}
			if cost > max(1.05*sum/float64(count), 1.01*fixed) {
				t.Errorf("shard %d of %d costs %.0f of %.0f", index, count, cost, sum)
			}
		}
		if len(where) != len(plan) || len(tenantWide) != 1 {
			t.Errorf("%d shards have %d of %d checks; what a tenant has once is in %v", count, len(where), len(plan), tenantWide)
		}
	}
}
