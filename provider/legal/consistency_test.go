package legal_test

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/oktascim/oktascim/provider"
	"github.com/oktascim/oktascim/provider/internal/scimtest"
	"github.com/oktascim/oktascim/provider/legal"
)

func consistencyScenes() map[string]scene {
	// early tells what a GET by id, a lookup, the group, the user's groups and his role show right after the writes. All of it
	// is there 1.5 s later.
	early := func(c *scimtest.Client) any {
		look := func() any {
			id := "none"
			if list := c.Filter("/Users", `externalId eq "jane"`).Each("", "id"); len(list) > 0 {
				id = list[0]
			}
			group := c.Filter("/Groups", `displayName eq "Admins"`)
			sales, _ := group.At("Resources.0.id").(string)
			user := c.Get("/Users/" + id)
			return seen(len(group.Each("", "id")), len(c.Get("/Groups/"+sales).Each("members", "value")), user.Status, len(user.Each("groups", "value")), user.At("roles.0.value"))
		}
		c.Get("/Users").Is(200)
		jane := scimtest.NewUser("jane@example.com")
		jane["externalId"] = "jane"
		id := c.Post("/Users", jane).Is(201).ID()
		group := c.Group("Admins")
		c.Patch("/Groups/"+group, scimtest.Operations(`{"op":"add","path":"members","value":[{"value":"`+id+`"}]}`)).Is(204)
		byID := c.Get("/Users/" + id).Status
		got := look()
		time.Sleep(1500 * time.Millisecond)
		if diff := cmp.Diff(seen(1, 1, 200, 1, "Admin"), look()); diff != "" {
			c.T.Errorf("later (-want +got):\n%s", diff)
		}
		return seen(byID, got)
	}
	usual := seen(200, seen(1, 1, 200, 1, "Admin"))
	return map[string]scene{
		"eventual-consistency": {usual: usual, unusual: seen(404, seen(0, 0, 404, 0, nil)), see: early},
		"lists-late":           {usual: usual, unusual: seen(200, seen(0, 0, 404, 0, nil)), see: early},
		"memberships-late":     {usual: usual, unusual: seen(200, seen(1, 0, 200, 0, "Viewer")), see: early},
		"user-groups-late":     {usual: usual, unusual: seen(200, seen(1, 1, 200, 0, "Viewer")), see: early},
		"roles-late":           {usual: usual, unusual: seen(200, seen(1, 1, 200, 1, "Viewer")), see: early},
	}
}

func TestEventualConsistency(t *testing.T) {
	t.Parallel()
	synctest.Test(t, testEventualConsistency)
}

func testEventualConsistency(t *testing.T) {
	memory := provider.NewMemory()
	shared := func(o *provider.Options) { o.Storage = memory }
	c := scimtest.NewClient(t, shared)
	old, leaver := c.User("old@example.com"), c.User("leaver@example.com")
	group := c.Group("Sales", leaver)
	c = scimtest.NewClient(t, shared, scimtest.Hooked(t, legal.Hooks, "eventual-consistency"))
	id := c.User("jane@example.com")
	c.Patch("/Groups/"+group, scimtest.Operations(`{"op":"add","path":"members","value":[{"value":"`+id+`"}]}`, `{"op":"remove","path":"members[value eq \"`+leaver+`\"]"}`)).Is(204)
	c.Patch("/Users/"+id, scimtest.Operations(`{"op":"replace","value":{"title":"x"}}`)).Is(200).Has("title", "x")
	c.Delete("/Users/" + old).Is(204)
	c.Post("/Users", scimtest.NewUser("jane@example.com")).Refused(409, "uniqueness")
	c.Get("/Users/" + id).Is(404)
	c.Get("/Users/" + old).Is(200)
	c.Get("/Users").Has("totalResults", 2.0)
	c.Get("/Groups/"+group).Has("members.0.value", leaver)
	time.Sleep(1499 * time.Millisecond)
	c.Get("/Users/" + id).Is(404)
	time.Sleep(time.Millisecond)
	c.Get("/Users/"+id).Has("title", "x").Has("groups.0.value", group)
	c.Get("/Users/" + old).Is(404)
	if diff := cmp.Diff([]string{id}, c.Get("/Groups/"+group).Each("members", "value")); diff != "" {
		t.Error(diff)
	}
}
