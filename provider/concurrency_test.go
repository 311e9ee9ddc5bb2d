package provider_test

import (
	"fmt"
	"slices"
	"sync"
	"testing"

	"github.com/oktascim/oktascim/provider"
)

// atOnce runs n functions at the same time and returns their statuses, sorted.
func atOnce(n int, do func(i int) *answer) []int {
	statuses := make([]int, n)
	var wg sync.WaitGroup
	start := make(chan struct{})
	for i := range n {
		wg.Go(func() {
			<-start
			statuses[i] = do(i).status
		})
	}
	close(start)
	wg.Wait()
	slices.Sort(statuses)
	return statuses
}

func TestCreatesAtOnce(t *testing.T) {
	t.Parallel()
	c := newClient(t)
	statuses := atOnce(8, func(i int) *answer { return c.post("/Users", newUser("jane@example.com")) })
	if statuses[0] != 201 || statuses[1] != 409 {
		t.Errorf("statuses %v, want one 201 and 409 for the rest", statuses)
	}
	c.get("/Users").has("totalResults", 1.0)
}

func TestLastSeatAtOnce(t *testing.T) {
	t.Parallel()
	c := newClient(t, func(o *provider.Options) { o.SeatLimit = 3 })
	statuses := atOnce(8, func(i int) *answer { return c.post("/Users", newUser(fmt.Sprintf("u%d@example.com", i))) })
	if !slices.Equal(statuses, []int{201, 201, 201, 403, 403, 403, 403, 403}) {
		t.Errorf("statuses %v", statuses)
	}
}

func TestMembershipsAtOnce(t *testing.T) {
	t.Parallel()
	c := newClient(t)
	var users []string
	for i := range 20 {
		users = append(users, c.user(fmt.Sprintf("u%d@example.com", i)))
	}
	group := c.group("Sales", users[0])
	atOnce(20, func(i int) *answer {
		switch {
		case i == 0:
			return c.patch("/Groups/"+group, operations(`{"op":"remove","path":"members[value eq \"`+users[0]+`\"]"}`))
		case i%5 == 0:
			c.get("/Groups/" + group)
			c.get("/Users?filter=groups+pr")
			c.put("/Users/"+users[i], newUser(fmt.Sprintf("other%d@example.com", i)))
		}
		return c.patch("/Groups/"+group, operations(`{"op":"add","path":"members","value":[{"value":"`+users[i]+`"}]}`))
	})
	got := c.get("/Groups/"+group).each("members", "value")
	slices.Sort(got)
	want := slices.Sorted(slices.Values(users[1:]))
	if !slices.Equal(got, want) {
		t.Errorf("members %v, want all but the first of %v", got, users)
	}
}

func TestEverythingAtOnce(t *testing.T) {
	t.Parallel()
	c := newClient(t, withRoles("roles"), func(o *provider.Options) { o.Seed = 20 })
	c.server.Admin()
	group := c.group("Admins")
	atOnce(12, func(i int) *answer {
		name := fmt.Sprintf("new%d@example.com", i)
		switch i % 6 {
		case 0:
			c.server.SetFaults("connector-resources-null")
			c.server.SetFaultsFor(2, "put-update-reactivates")
			c.server.SetFaults()
		case 1:
			c.server.SetSeatLimit(100 + i)
			c.server.SetRoles(roleMap("userType"))
			c.server.SetRoles(roleMap("roles"))
		case 2:
			c.server.Journal()
		}
		id := c.user(name)
		c.patch("/Groups/"+group, operations(`{"op":"add","path":"members","value":[{"value":"`+id+`"}]}`))
		c.patch("/Users/"+id, operations(`{"op":"replace","value":{"active":false}}`))
		c.filter("/Users", `roles.value eq "Admin"`)
		if i%2 == 0 {
			c.delete("/Users/" + id)
		}
		return c.get("/Users?count=50")
	})
	c.get("/Groups/" + group).is(200)
	if n := len(c.get("/Groups/"+group).each("members", "value")); n != 6 {
		t.Errorf("%d members, want 6", n)
	}
}
