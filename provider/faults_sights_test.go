package provider_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/google/go-cmp/cmp"

	"github.com/oktascim/oktascim/provider"
)

// sight is what a client sees of a server without a fault and with it, as fmt.Sprint writes it.
type sight struct {
	right, wrong string
	see          func(c *client) any
}

// sights are by the id of the fault.
type sights map[string]sight

func (s sights) scenarios() scenarios {
	all := scenarios{}
	for id, one := range s {
		all[id] = one.see
	}
	return all
}

func TestFaultsAreSeenAsTheirStoriesSay(t *testing.T) {
	t.Parallel()
	for _, family := range []sights{
		connectorSights(), authSights(), lookupSights(), createSights(), updateSights(),
		deactivateSights(), reactivateSights(), deleteSights(), groupSights(), memberSights(), pagingSights(),
		errorSights(), roleSights(), seatSights(), headerSights(), robustnessSights(), sideSights(),
		togetherSights(), lastingSights(),
	} {
		for id, one := range family {
			t.Run(id, func(t *testing.T) {
				t.Parallel()
				for want, faults := range map[*string][]string{&one.right: nil, &one.wrong: {id}} {
					// In a bubble requests at once meet for certain, however busy the machine is.
					synctest.Test(t, func(t *testing.T) {
						c := lenient(newClient(t, withRoles("roles"), func(o *provider.Options) { o.Faults = faults }))
						if diff := cmp.Diff(*want, fmt.Sprint(one.see(c))); diff != "" {
							t.Errorf("with the faults %v (-want +got):\n%s", faults, diff)
						}
					})
				}
			})
		}
	}
}

// The steps of Okta that most sights consist of. None demands a status: it may be what the fault spoils.

func (c *client) activate(id string, active bool) *answer {
	c.t.Helper()
	return c.patch("/Users/"+id, operations(fmt.Sprintf(`{"op":"replace","value":{"active":%t}}`, active)))
}

// putActive is what Okta does in an app made with the wizard.
func (c *client) putActive(id string, active bool) *answer {
	c.t.Helper()
	body := c.get("/Users/" + id).body
	body["active"] = active
	return c.put("/Users/"+id, body)
}

func add(ids ...string) string {
	return `{"op":"add","path":"members","value":` + memberList(ids...) + `}`
}

func replaceBy(ids ...string) string {
	return `{"op":"replace","path":"members","value":` + memberList(ids...) + `}`
}

func takeOut(id string) string {
	return `{"op":"remove","path":"members[value eq \"` + id + `\"]"}`
}

func renameTo(name string) string {
	return `{"op":"replace","value":{"id":"x","displayName":"` + name + `"}}`
}

// sprint writes what was seen in several places.
func sprint(seen ...any) string { return strings.TrimSpace(fmt.Sprintln(seen...)) }

func memberList(ids ...string) string {
	list := make([]string, len(ids))
	for i, id := range ids {
		list[i] = `{"value":"` + id + `"}`
	}
	return "[" + strings.Join(list, ",") + "]"
}

func (c *client) patchGroup(id string, ops ...string) *answer {
	c.t.Helper()
	return c.patch("/Groups/"+id, operations(ops...))
}

func (c *client) putGroup(id, name string, members ...string) *answer {
	c.t.Helper()
	return c.put("/Groups/"+id, `{"displayName":"`+name+`","members":`+memberList(members...)+`}`)
}

// members lists who is in a group, by name.
func (c *client) members(group string) []string {
	c.t.Helper()
	return c.get("/Groups/"+group).each("members", "display")
}

// groups lists which groups a user shows, by name.
func (c *client) groups(user string) []string {
	c.t.Helper()
	return c.get("/Users/"+user).each("groups", "display")
}

func (c *client) role(user string) any {
	c.t.Helper()
	return c.get("/Users/" + user).at("roles.0.value")
}

// abc makes three users.
func (c *client) abc() (a, b, d string) {
	c.t.Helper()
	return c.user("a"), c.user("b"), c.user("c")
}

// many makes n users and returns their ids.
func (c *client) many(n int) []string {
	c.t.Helper()
	ids := make([]string, n)
	for i := range ids {
		ids[i] = c.user(fmt.Sprintf("u%d@example.com", i))
	}
	return ids
}
