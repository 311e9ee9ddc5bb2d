package provider_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/oktascim/oktascim/provider"
)

func TestCatalogue(t *testing.T) {
	t.Parallel()
	kebab := regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)+$`)
	seen := map[string]bool{}
	for _, f := range provider.Faults() {
		switch {
		case seen[f.ID]:
			t.Errorf("%s: twice", f.ID)
		case !kebab.MatchString(f.ID):
			t.Errorf("%s: not in the form of an id", f.ID)
		case !kebab.MatchString(f.Category) && !regexp.MustCompile(`^[a-z]+$`).MatchString(f.Category):
			t.Errorf("%s: category %q", f.ID, f.Category)
		case f.Level != provider.Must && f.Level != provider.Should:
			t.Errorf("%s: level %q", f.ID, f.Level)
		case !strings.HasSuffix(f.Story, ".") && !strings.HasSuffix(f.Story, `."`) || strings.Contains(f.Story, "\n"):
			t.Errorf("%s: the story is no sentence: %q", f.ID, f.Story)
		case f.Source == "":
			t.Errorf("%s: no source", f.ID)
		case (f.Apply == nil) != (f.NotOnWire != ""):
			t.Errorf("%s: it needs either Apply or NotOnWire", f.ID)
		}
		seen[f.ID] = true
	}
	for _, v := range provider.Variants() {
		switch {
		case seen[v.ID]:
			t.Errorf("%s: twice", v.ID)
		case !kebab.MatchString(v.ID):
			t.Errorf("%s: not in the form of an id", v.ID)
		case !strings.HasSuffix(v.Story, "."):
			t.Errorf("%s: the story is no sentence: %q", v.ID, v.Story)
		case v.Source == "" || v.Apply == nil:
			t.Errorf("%s: no source or no Apply", v.ID)
		}
		seen[v.ID] = true
	}
}

// okta does once what Okta does all the time; nothing in it may be answered 500 by a fault that is about something else.
func okta(c *client) {
	id := c.post("/Users", newUser("okta@example.com")).id()
	c.filter("/Users", `userName eq "okta@example.com"`)
	c.put("/Users/"+id, newUser("okta@example.com"))
	group := c.post("/Groups", `{"displayName":"Admins","members":[]}`).id()
	c.patch("/Groups/"+group, operations(`{"op":"add","path":"members","value":[{"value":"`+id+`"}]}`))
	c.patch("/Groups/"+group, operations(`{"op":"remove","path":"members[value eq \"`+id+`\"]"}`))
	c.patch("/Users/"+id, operations(`{"op":"replace","value":{"active":false}}`))
	c.get("/Users?startIndex=1&count=100")
	c.delete("/Groups/" + group)
}

// TestAllAtOnce turns each fault and variant on together with all others: none may panic or hang, whatever it is wrapped around.
func TestAllAtOnce(t *testing.T) {
	t.Parallel()
	var faults, variants []string
	for _, f := range provider.Faults() {
		if f.Apply != nil && !strings.HasPrefix(f.ID, "rob-slow") {
			faults = append(faults, f.ID)
		}
	}
	for _, v := range provider.Variants() {
		if !strings.HasPrefix(v.ID, "latency") {
			variants = append(variants, v.ID)
		}
	}
	c := lenient(newClient(t, withRoles("roles"), func(o *provider.Options) {
		o.SeatLimit, o.LocalAdmin, o.Faults, o.Variants = 20, "root@example.com", faults, variants
	}))
	okta(c)
	if err := c.server.SetFaults(); err != nil {
		t.Fatal(err)
	}
	if err := c.server.SetVariants(); err != nil {
		t.Fatal(err)
	}
	newClient(t).user("fresh@example.com")
}

// TestOneAtATime runs each fault alone, and then the healthy server on the same data.
func TestOneAtATime(t *testing.T) {
	t.Parallel()
	for _, f := range provider.Faults() {
		if f.Apply == nil || strings.HasPrefix(f.ID, "rob-slow") {
			continue
		}
		t.Run(f.ID, func(t *testing.T) {
			t.Parallel()
			c := lenient(newClient(t, withRoles("roles"), func(o *provider.Options) { o.SeatLimit, o.Faults = 20, []string{f.ID} }))
			okta(c)
			if err := c.server.Reset(); err != nil {
				t.Fatal(err)
			}
			if err := c.server.SetFaults(); err != nil {
				t.Fatal(err)
			}
			c.user("healthy@example.com")
			c.get("/Users").is(200).has("totalResults", 1.0)
		})
	}
}

// lenient returns a client that takes answers that are not JSON.
func lenient(c *client) *client {
	d := *c
	d.anything = true
	return &d
}

// shown tells how a fault shows; each function returns what the client sees, which must differ with and without the fault.
var shown = map[string]func(c *client) any{
	"connector-resources-null": func(c *client) any { return c.get("/Users").at("Resources") },
	"auth-cross-tenant": func(c *client) any {
		return c.as(otherToken).get("/Users/" + c.user("jane@example.com")).status
	},
	"auth-rotated-token-still-valid": func(c *client) any {
		c.server.RotateToken(token, "new-token")
		return c.get("/Users").status
	},
	"lookup-username-case-sensitive": func(c *client) any {
		c.user("Jane@example.com")
		return c.filter("/Users", `userName eq "jane@example.com"`).at("totalResults")
	},
	"lookup-plus-as-space": func(c *client) any {
		c.user("jane+x@example.com")
		return c.filter("/Users", `userName eq "jane+x@example.com"`).at("totalResults")
	},
	"create-empty-body": func(c *client) any { return len(c.post("/Users", newUser("jane@example.com")).raw) > 0 },
	"create-race-500": func(c *client) any {
		return atOnce(2, func(int) *answer { return c.post("/Users", newUser("jane@example.com")) })
	},
	"put-update-reactivates": func(c *client) any {
		id := c.user("jane@example.com", provider.Object{"active": false})
		return c.put("/Users/"+id, `{"userName":"jane@example.com","title":"x"}`).at("active")
	},
	"deactivate-patch-noop-200": func(c *client) any {
		return c.patch("/Users/"+c.user("jane@example.com"), operations(`{"op":"replace","value":{"active":false}}`)).at("active")
	},
	"reactivate-404-after-deactivate": func(c *client) any {
		id := c.user("jane@example.com", provider.Object{"active": false})
		return c.patch("/Users/"+id, operations(`{"op":"replace","value":{"active":true}}`)).status
	},
	"deactivate-hard-deletes": func(c *client) any {
		id := c.user("jane@example.com")
		c.patch("/Users/"+id, operations(`{"op":"replace","value":{"active":false}}`)).is(200)
		return c.get("/Users/" + id).status
	},
	"group-delete-leaves-memberships": func(c *client) any {
		id := c.user("jane@example.com")
		c.delete("/Groups/" + c.group("Sales", id)).is(204)
		return c.get("/Users/"+id).each("groups", "display")
	},
	"group-rename-duplicate-name": func(c *client) any {
		c.group("Sales")
		return c.patch("/Groups/"+c.group("Core"), operations(`{"op":"replace","value":{"displayName":"Sales"}}`)).status
	},
	"member-remove-filter-clears-all": func(c *client) any {
		a, b := c.user("a@example.com"), c.user("b@example.com")
		group := c.group("Sales", a, b)
		c.patch("/Groups/"+group, operations(`{"op":"remove","path":"members[value eq \"`+a+`\"]"}`)).is(204)
		return len(c.get("/Groups/"+group).each("members", "value"))
	},
	"member-race-lost-update": func(c *client) any {
		users := []string{c.user("a@example.com"), c.user("b@example.com"), c.user("c@example.com")}
		group := c.group("Sales")
		atOnce(3, func(i int) *answer {
			return c.patch("/Groups/"+group, operations(`{"op":"add","path":"members","value":[{"value":"`+users[i]+`"}]}`)).is(204)
		})
		return len(c.get("/Groups/"+group).each("members", "value"))
	},
	"page-startindex-zero-based": func(c *client) any {
		c.user("a@example.com")
		c.user("b@example.com")
		return c.get("/Users?startIndex=1&count=1").each("", "userName")
	},
	"err-plain-text": func(c *client) any { return c.get("/Users/nobody").header.Get("Content-Type") },
	"role-not-revoked-on-removal": func(c *client) any {
		id := c.user("jane@example.com")
		group := c.group("Admins", id)
		c.patch("/Groups/"+group, operations(`{"op":"remove","path":"members"}`)).is(204)
		return c.get("/Users/" + id).at("roles.0.value")
	},
	"seat-race-overshoot": func(c *client) any {
		c.server.SetSeatLimit(1)
		return atOnce(2, func(i int) *answer { return c.post("/Users", newUser(string(rune('a'+i))+"@example.com")) })
	},
	"hdr-application-json-rejected": func(c *client) any {
		return c.with("Content-Type", "application/json").post("/Users", newUser("jane@example.com")).status
	},
	"rob-utf8-garbled": func(c *client) any { return c.get("/Users/" + c.user("zoë@example.com")).at("userName") },
}

func TestFaultsShow(t *testing.T) {
	t.Parallel()
	for id, show := range shown {
		t.Run(id, func(t *testing.T) {
			t.Parallel()
			healthy := show(lenient(newClient(t, withRoles("roles"))))
			faulty := show(lenient(newClient(t, withRoles("roles"), func(o *provider.Options) { o.Faults = []string{id} })))
			if cmp.Equal(healthy, faulty) {
				t.Errorf("with and without the fault: %v", healthy)
			}
		})
	}
}

func TestFaultsForSomeRequests(t *testing.T) {
	t.Parallel()
	c := lenient(newClient(t))
	if err := c.server.SetFaultsFor(3, "connector-resources-null"); err != nil {
		t.Fatal(err)
	}
	if err := c.server.SetFaultsFor(1, "err-plain-text"); err != nil {
		t.Fatal(err)
	}
	plain := func() bool { return c.get("/Users/nobody").header.Get("Content-Type") != "application/scim+json" }
	null := func() bool { return c.get("/Users").at("Resources") == nil }
	got := []bool{plain(), plain(), null(), null(), plain()}
	if diff := cmp.Diff([]bool{true, false, true, false, false}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	for _, n := range []int{0, -1} {
		if c.server.SetFaultsFor(n, "err-plain-text") == nil {
			t.Errorf("%d requests: no error", n)
		}
	}
	if c.server.SetFaultsFor(1, "nothing") == nil || null() {
		t.Error("an unknown fault was taken, or changed something")
	}
}

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
		start := time.Now()
		on("latency-300ms").get("/Users").is(200)
		if took := time.Since(start); took < 300*time.Millisecond {
			t.Errorf("answered after %v", took)
		}
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
	deadline := time.Now().Add(5 * time.Second)
	for c.get("/Users/"+id).status != 200 {
		if time.Now().After(deadline) {
			t.Fatal("the new user never appears")
		}
		time.Sleep(50 * time.Millisecond)
	}
	c.get("/Users/"+id).has("title", "x").has("groups.0.value", group)
	c.get("/Users/" + old).is(404)
	if diff := cmp.Diff([]string{id}, c.get("/Groups/"+group).each("members", "value")); diff != "" {
		t.Error(diff)
	}
}
