package provider_test

import (
	"regexp"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/oktascim/oktascim/provider"
)

func TestVariantsShow(t *testing.T) {
	t.Parallel()
	on := func(id string, change ...func(*provider.Options)) *client {
		return newClient(t, append(change, func(o *provider.Options) { o.Variants = []string{id} })...)
	}
	t.Run("patch-204", func(t *testing.T) {
		c := on("patch-204")
		id := c.user("jane@example.com")
		c.patch("/Users/"+id, operations(`{"op":"replace","value":{"active":false}}`)).is(204)
		c.get("/Users/"+id).has("active", false)
	})
	t.Run("media-type-json", func(t *testing.T) {
		if got := on("media-type-json").get("/Users").header.Get("Content-Type"); got != "application/json; charset=utf-8" {
			t.Errorf("Content-Type %q", got)
		}
	})
	t.Run("latency-300ms", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			start := time.Now()
			on("latency-300ms").get("/Users").is(200)
			if took := time.Since(start); took != 300*time.Millisecond {
				t.Errorf("answered after %v", took)
			}
		})
	})
	t.Run("throttles-every-20th", func(t *testing.T) {
		c := on("throttles-every-20th")
		for i := range 40 {
			a := c.get("/Users")
			if (i%20 == 19) != (a.status == 429) || a.status == 429 && a.header.Get("Retry-After") != "1" {
				t.Errorf("request %d: status %d", i+1, a.status)
			}
		}
	})
	t.Run("numeric-ids", func(t *testing.T) {
		c := on("numeric-ids")
		a, b := c.user("a@example.com"), c.user("b@example.com")
		if !regexp.MustCompile(`^[0-9]+$`).MatchString(a) || a == b {
			t.Errorf("ids %q and %q", a, b)
		}
		c.get("/Users/" + a).is(200)
	})
	t.Run("newest-first", func(t *testing.T) {
		c := on("newest-first")
		var want []string
		for _, name := range []string{"a", "b", "c"} {
			want = append(want, c.user(name+"@example.com"))
		}
		slices.Reverse(want)
		got := append(c.get("/Users?startIndex=1&count=2").each("", "id"), c.get("/Users?startIndex=3&count=2").each("", "id")...)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
		c.get("/Users?startIndex=9").has("totalResults", 3.0).has("Resources", []any{})
	})
	t.Run("adopts-local-accounts", func(t *testing.T) {
		c := on("adopts-local-accounts", withRoles("roles"), func(o *provider.Options) { o.LocalAdmin, o.SeatLimit = "root@example.com", 1 })
		id := c.get("/Users").at("Resources.0.id")
		c.post("/Users", newUser("ROOT@example.com")).is(201).has("id", id)
		c.get("/Users").has("totalResults", 1.0)
		c.post("/Users", newUser("root@example.com")).refused(409, "uniqueness")
	})
	t.Run("user-delete-501", func(t *testing.T) {
		c := on("user-delete-501")
		c.delete("/Users/" + c.user("jane@example.com")).is(501)
		c.delete("/Groups/" + c.group("Sales")).is(204)
	})
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
