package provider_test

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
)

func consistencyScenes() map[string]scene {
	// early tells what a GET by id, a lookup, the group, the user's groups and his role show right after the writes. All of it
	// is there 1.5 s later.
	early := func(c *client) any {
		look := func() any {
			id := "none"
			if list := c.filter("/Users", `externalId eq "jane"`).each("", "id"); len(list) > 0 {
				id = list[0]
			}
			group := c.filter("/Groups", `displayName eq "Admins"`)
			sales, _ := group.at("Resources.0.id").(string)
			user := c.get("/Users/" + id)
			return seen(len(group.each("", "id")), len(c.get("/Groups/"+sales).each("members", "value")), user.status, len(user.each("groups", "value")), user.at("roles.0.value"))
		}
		c.get("/Users").is(200)
		jane := newUser("jane@example.com")
		jane["externalId"] = "jane"
		id := c.post("/Users", jane).is(201).id()
		group := c.group("Admins")
		c.patch("/Groups/"+group, operations(`{"op":"add","path":"members","value":[{"value":"`+id+`"}]}`)).is(204)
		byID := c.get("/Users/" + id).status
		got := look()
		time.Sleep(1500 * time.Millisecond)
		if diff := cmp.Diff(seen(1, 1, 200, 1, "Admin"), look()); diff != "" {
			c.t.Errorf("later (-want +got):\n%s", diff)
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
	c := newClient(t)
	old, leaver := c.user("old@example.com"), c.user("leaver@example.com")
	group := c.group("Sales", leaver)
	if err := c.server.SetVariants("eventual-consistency"); err != nil {
		t.Fatal(err)
	}
	id := c.user("jane@example.com")
	c.patch("/Groups/"+group, operations(`{"op":"add","path":"members","value":[{"value":"`+id+`"}]}`, `{"op":"remove","path":"members[value eq \"`+leaver+`\"]"}`)).is(204)
	c.patch("/Users/"+id, operations(`{"op":"replace","value":{"title":"x"}}`)).is(200).has("title", "x")
	c.delete("/Users/" + old).is(204)
	c.post("/Users", newUser("jane@example.com")).refused(409, "uniqueness")
	c.get("/Users/" + id).is(404)
	c.get("/Users/" + old).is(200)
	c.get("/Users").has("totalResults", 2.0)
	c.get("/Groups/"+group).has("members.0.value", leaver)
	time.Sleep(1499 * time.Millisecond)
	c.get("/Users/" + id).is(404)
	time.Sleep(time.Millisecond)
	c.get("/Users/"+id).has("title", "x").has("groups.0.value", group)
	c.get("/Users/" + old).is(404)
	if diff := cmp.Diff([]string{id}, c.get("/Groups/"+group).each("members", "value")); diff != "" {
		t.Error(diff)
	}
}
