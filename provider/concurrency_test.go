package provider_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/oktascim/oktascim/provider"
	"github.com/oktascim/oktascim/provider/internal/scimtest"
)

func TestCreatesAtOnce(t *testing.T) {
	t.Parallel()
	c := scimtest.NewClient(t)
	statuses := scimtest.AtOnce(8, func(i int) *scimtest.Answer { return c.Post("/Users", scimtest.NewUser("jane@example.com")) })
	if statuses[0] != 201 || statuses[1] != 409 {
		t.Errorf("statuses %v, want one 201 and 409 for the rest", statuses)
	}
	c.Get("/Users").Has("totalResults", 1.0)
}

func TestLastSeatAtOnce(t *testing.T) {
	t.Parallel()
	c := scimtest.NewClient(t, func(o *provider.Options) { o.SeatLimit = 3 })
	statuses := scimtest.AtOnce(8, func(i int) *scimtest.Answer {
		return c.Post("/Users", scimtest.NewUser(fmt.Sprintf("u%d@example.com", i)))
	})
	if !slices.Equal(statuses, []int{201, 201, 201, 403, 403, 403, 403, 403}) {
		t.Errorf("statuses %v", statuses)
	}
}

func TestMembershipsAtOnce(t *testing.T) {
	t.Parallel()
	c := scimtest.NewClient(t)
	var users []string
	for i := range 20 {
		users = append(users, c.User(fmt.Sprintf("u%d@example.com", i)))
	}
	group := c.Group("Sales", users[0])
	scimtest.AtOnce(20, func(i int) *scimtest.Answer {
		switch {
		case i == 0:
			return c.Patch("/Groups/"+group, scimtest.Operations(`{"op":"remove","path":"members[value eq \"`+users[0]+`\"]"}`))
		case i%5 == 0:
			c.Get("/Groups/" + group)
			c.Get("/Users?filter=groups+pr")
			c.Put("/Users/"+users[i], scimtest.NewUser(fmt.Sprintf("other%d@example.com", i)))
		}
		return c.Patch("/Groups/"+group, scimtest.Operations(`{"op":"add","path":"members","value":[{"value":"`+users[i]+`"}]}`))
	})
	got := c.Get("/Groups/"+group).Each("members", "value")
	slices.Sort(got)
	want := slices.Sorted(slices.Values(users[1:]))
	if !slices.Equal(got, want) {
		t.Errorf("members %v, want all but the first of %v", got, users)
	}
}
