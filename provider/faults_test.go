package provider_test

import (
	"regexp"
	"strings"
	"testing"

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
