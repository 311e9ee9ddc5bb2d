package provider_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/oktascim/oktascim/provider"
)

// sight is what a client sees of a server without a fault and with it, as sprint writes it.
type sight struct {
	right, wrong string
	see          func(c *client) any
}

// sights show the faults that the matrix of faults and checks excuses, or catches by chance only. It proves all others.
func sights() map[string]sight {
	full := func(c *client) string {
		c.server.SetSeatLimit(2)
		c.user("a")
		return c.user("b")
	}
	return map[string]sight{
		"put-unmanaged-user-noop-200": {"New", "<nil>", func(c *client) any {
			id := c.filter("/Users", `userName eq "root@example.com"`).each("", "id")[0]
			c.merged(id, provider.Object{"title": "New"}).is(200)
			return c.get("/Users/" + id).at("title")
		}},
		"patch-race-lost-update": {"false New", "one is lost", func(c *client) any {
			id := c.user("jane@x")
			changes := []string{`{"op":"replace","value":{"active":false}}`, `{"op":"replace","value":{"title":"New"}}`}
			atOnce(2, func(i int) *answer { return c.patch("/Users/"+id, operations(changes[i])).is(200) })
			user := c.get("/Users/" + id)
			if user.at("active") == false && user.at("title") == "New" {
				return "false New"
			}
			return "one is lost"
		}},
		"create-second-email-dropped": {"home@example.com", "work@example.com", func(c *client) any {
			emails := []any{
				provider.Object{"value": "home@example.com", "type": "home"},
				provider.Object{"value": "work@example.com", "type": "work", "primary": true},
			}
			return c.get("/Users/" + c.user("jane@x", provider.Object{"emails": emails})).at("emails.0.value")
		}},
		"create-every-second-takes-over": {"false", "true", func(c *client) any { return c.user("a") == c.user("b") }},
		"create-returned-id-not-real":    {"200", "404", func(c *client) any { return c.get("/Users/" + c.user("a")).status }},
		"reactivate-wakes-everybody": {"false", "true", func(c *client) any {
			off := provider.Object{"active": false}
			id := c.user("a", off)
			c.activate(c.user("b", off), true)
			return c.get("/Users/" + id).at("active")
		}},
		"seat-refused-counts": {"403 201", "403 403", func(c *client) any {
			id := full(c)
			refused := c.post("/Users", newUser("c")).status
			c.activate(id, false)
			return sprint(refused, c.post("/Users", newUser("d")).status)
		}},
		"seat-freed-twice": {"201 403", "201 201", func(c *client) any {
			id := full(c)
			c.activate(id, false)
			c.activate(id, false)
			return sprint(c.post("/Users", newUser("c")).status, c.post("/Users", newUser("d")).status)
		}},
	}
}

func TestFaultsShow(t *testing.T) {
	t.Parallel()
	for id, one := range sights() {
		t.Run(id, func(t *testing.T) {
			t.Parallel()
			for want, faults := range map[*string][]string{&one.right: nil, &one.wrong: {id}} {
				// In a bubble requests at once meet for certain, however busy the machine is.
				synctest.Test(t, func(t *testing.T) {
					c := lenient(newClient(t, withRoles("roles"), func(o *provider.Options) {
						o.Faults = faults
						if id == "put-unmanaged-user-noop-200" {
							o.LocalAdmin = "root@example.com"
						}
					}))
					if diff := cmp.Diff(*want, sprint(one.see(c))); diff != "" {
						t.Errorf("with the faults %v (-want +got):\n%s", faults, diff)
					}
				})
			}
		})
	}
}

func TestSlowListTakesMoreThanAMinute(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c := newClient(t, func(o *provider.Options) { o.Seed, o.Faults = 250, []string{"rob-slow-list-timeout"} })
		start := time.Now()
		c.get("/Users?startIndex=101&count=100").is(200)
		if took := time.Since(start); took <= time.Minute {
			t.Errorf("answered after %v", took)
		}
		start = time.Now()
		c.filter("/Users", `userName eq "nobody"`).is(200)
		c.get("/Groups").is(200)
		if took := time.Since(start); took > 0 {
			t.Errorf("a look-up and the groups took %v", took)
		}
	})
}

// activate is what Okta does in an app of its catalog. It demands no status: that may be what a fault spoils.
func (c *client) activate(id string, active bool) *answer {
	c.t.Helper()
	return c.patch("/Users/"+id, operations(fmt.Sprintf(`{"op":"replace","value":{"active":%t}}`, active)))
}

// merged is GET and PUT of the whole user, as Okta updates a profile.
func (c *client) merged(id string, changes provider.Object) *answer {
	c.t.Helper()
	body := c.get("/Users/" + id).body
	for name, v := range changes {
		body[name] = v
	}
	return c.put("/Users/"+id, body)
}

func add(ids ...string) string {
	list := make([]string, len(ids))
	for i, id := range ids {
		list[i] = `{"value":"` + id + `"}`
	}
	return `{"op":"add","path":"members","value":[` + strings.Join(list, ",") + `]}`
}

func (c *client) patchGroup(id string, ops ...string) *answer {
	c.t.Helper()
	return c.patch("/Groups/"+id, operations(ops...))
}

// sprint writes what was seen in several places.
func sprint(seen ...any) string { return strings.TrimSpace(fmt.Sprintln(seen...)) }
