package faulty_test

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/oktascim/oktascim/provider"
	"github.com/oktascim/oktascim/provider/faulty"
	"github.com/oktascim/oktascim/provider/internal/scimtest"
)

// sight is what a client sees of a server without a fault and with it, as sprint writes it.
type sight struct {
	right, wrong string
	see          func(c *scimtest.Client) any
}

// sights show the faults that the matrix of faults and checks excuses, or catches by chance only. It proves all others.
func sights() map[string]sight {
	full := func(c *scimtest.Client) string {
		c.Server.SetSeatLimit(2)
		c.User("a")
		return c.User("b")
	}
	return map[string]sight{
		"put-unmanaged-user-noop-200": {"New", "<nil>", func(c *scimtest.Client) any {
			id := c.Filter("/Users", `userName eq "root@example.com"`).Each("", "id")[0]
			c.Merged(id, provider.Object{"title": "New"}).Is(200)
			return c.Get("/Users/" + id).At("title")
		}},
		"patch-race-lost-update": {"false New", "one is lost", func(c *scimtest.Client) any {
			id := c.User("jane@x")
			changes := []string{`{"op":"replace","value":{"active":false}}`, `{"op":"replace","value":{"title":"New"}}`}
			scimtest.AtOnce(2, func(i int) *scimtest.Answer { return c.Patch("/Users/"+id, scimtest.Operations(changes[i])).Is(200) })
			user := c.Get("/Users/" + id)
			if user.At("active") == false && user.At("title") == "New" {
				return "false New"
			}
			return "one is lost"
		}},
		"create-second-email-dropped": {"home@example.com", "work@example.com", func(c *scimtest.Client) any {
			emails := []any{
				provider.Object{"value": "home@example.com", "type": "home"},
				provider.Object{"value": "work@example.com", "type": "work", "primary": true},
			}
			return c.Get("/Users/" + c.User("jane@x", provider.Object{"emails": emails})).At("emails.0.value")
		}},
		"create-every-second-takes-over": {"false", "true", func(c *scimtest.Client) any { return c.User("a") == c.User("b") }},
		"create-returned-id-not-real":    {"200", "404", func(c *scimtest.Client) any { return c.Get("/Users/" + c.User("a")).Status }},
		"reactivate-wakes-everybody": {"false", "true", func(c *scimtest.Client) any {
			off := provider.Object{"active": false}
			id := c.User("a", off)
			c.Activate(c.User("b", off), true)
			return c.Get("/Users/" + id).At("active")
		}},
		"seat-refused-counts": {"403 201", "403 403", func(c *scimtest.Client) any {
			id := full(c)
			refused := c.Post("/Users", scimtest.NewUser("c")).Status
			c.Activate(id, false)
			return scimtest.Sprint(refused, c.Post("/Users", scimtest.NewUser("d")).Status)
		}},
		"seat-freed-twice": {"201 403", "201 201", func(c *scimtest.Client) any {
			id := full(c)
			c.Activate(id, false)
			c.Activate(id, false)
			return scimtest.Sprint(c.Post("/Users", scimtest.NewUser("c")).Status, c.Post("/Users", scimtest.NewUser("d")).Status)
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
					c := scimtest.Lenient(scimtest.NewClient(t, scimtest.WithRoles("roles"), scimtest.Hooked(t, faulty.Hooks, faults...), func(o *provider.Options) {
						if id == "put-unmanaged-user-noop-200" {
							o.LocalAdmin = "root@example.com"
						}
					}))
					if diff := cmp.Diff(*want, scimtest.Sprint(one.see(c))); diff != "" {
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
		c := scimtest.NewClient(t, func(o *provider.Options) { o.Seed = 250 }, scimtest.Hooked(t, faulty.Hooks, "rob-slow-list-timeout"))
		start := time.Now()
		c.Get("/Users?startIndex=101&count=100").Is(200)
		if took := time.Since(start); took <= time.Minute {
			t.Errorf("answered after %v", took)
		}
		start = time.Now()
		c.Filter("/Users", `userName eq "nobody"`).Is(200)
		c.Get("/Groups").Is(200)
		if took := time.Since(start); took > 0 {
			t.Errorf("a look-up and the groups took %v", took)
		}
	})
}
