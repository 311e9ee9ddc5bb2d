package provider_test

import (
	"fmt"
	"maps"
	"net/url"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/oktascim/oktascim/provider"
)

// scene shows a variant: what the client sees of a server without it and of one with it. It is played with a clock of its own,
// so waiting takes no time.
type scene struct {
	usual   any // without the variant
	unusual any // with it
	options func(*provider.Options)
	see     func(c *client) any
}

// scenes are all of them by the id of the variant.
func scenes() map[string]scene {
	all := map[string]scene{}
	for _, family := range []map[string]scene{
		answerScenes(), errorScenes(), authScenes(), mediaScenes(), deliveryScenes(), listScenes(), idScenes(), resourceScenes(),
		metaScenes(), memberScenes(), userScenes(), updateScenes(), policyScenes(), roleScenes(), seatScenes(), tenantScenes(),
		consistencyScenes(),
	} {
		maps.Copy(all, family)
	}
	return all
}

// seen is what a scene gives when it looks at several things.
func seen(things ...any) any { return strings.TrimSpace(fmt.Sprintln(things...)) }

func TestVariantsShow(t *testing.T) {
	t.Parallel()
	all := scenes()
	for _, v := range provider.Variants() {
		s, ok := all[v.ID]
		if !ok {
			t.Errorf("%s: no scene shows it", v.ID)
			continue
		}
		delete(all, v.ID)
		t.Run(v.ID, func(t *testing.T) {
			t.Parallel()
			for _, side := range []struct {
				variants []string
				want     any
			}{{nil, s.usual}, {[]string{v.ID}, s.unusual}} {
				synctest.Test(t, func(t *testing.T) {
					c := newClient(t, withRoles("roles"), func(o *provider.Options) {
						if s.options != nil {
							s.options(o)
						}
						o.Variants = side.variants
					})
					if diff := cmp.Diff(side.want, s.see(c)); diff != "" {
						t.Errorf("with the variants %q (-want +got):\n%s", side.variants, diff)
					}
				})
			}
		})
	}
	for id := range all {
		t.Errorf("%s: a scene without a variant", id)
	}
}

// TestVariantsStayRight does with every variant what Okta does, and looks at what comes of it when everything has settled.
func TestVariantsStayRight(t *testing.T) {
	t.Parallel()
	for _, v := range provider.Variants() {
		t.Run(v.ID, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) { stayRight(t, v.ID) })
		})
	}
}

func stayRight(t *testing.T, variant string) {
	c := lenient(newClient(t, withRoles("userType"), func(o *provider.Options) {
		o.Variants, o.LocalAdmin, o.SeatLimit = []string{variant}, "root@example.com", 3
	}))
	// settled sends a request until it is not refused for its frequency, and waits for what follows late.
	settled := func(send func() *answer) *answer {
		a := send()
		for ; a.status == 429; a = send() {
			time.Sleep(3 * time.Second)
		}
		time.Sleep(2 * time.Second)
		return a
	}
	get := func(path string) *answer { return settled(func() *answer { return c.get(path) }) }
	expect := func(what string, got, want any) {
		t.Helper()
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", what, diff)
		}
	}

	jane := settled(func() *answer { return c.post("/Users", newUser("jane@example.com")) }).id()
	joe := settled(func() *answer { return c.post("/Users", newUser("joe@example.com")) }).id()
	refused := settled(func() *answer { return c.post("/Users", newUser("JANE@example.com")) })
	expect("a taken userName", refused.status, 409)
	refused = settled(func() *answer { return c.post("/Users", newUser("late@example.com")) })
	expect("a user beyond the seat limit is refused", refused.status >= 400 && refused.status < 500, true)
	users := func(id string) string { return "/Users/" + escaped(id) }
	expect("userName", get(users(jane)).at("userName"), any("jane@example.com"))
	expect("what the lookup finds", c.lookedUp(get, "Jane@Example.com"), []string{jane})

	body, named := newUser("jane@example.com"), any("Jane Roe")
	body["displayName"] = named
	if variant == "no-display-name" {
		named = nil
	}
	settled(func() *answer { return c.put(users(jane), body) })
	expect("displayName after PUT", get(users(jane)).at("displayName"), named)
	for _, active := range []bool{false, true} {
		settled(func() *answer {
			return c.patch(users(jane), operations(fmt.Sprintf(`{"op":"replace","value":{"active":%t}}`, active)))
		})
		expect("active after PATCH", get(users(jane)).at("active"), any(active))
		expect("displayName after PATCH", get(users(jane)).at("displayName"), named)
	}

	group := settled(func() *answer {
		return c.post("/Groups", provider.Object{"schemas": []any{provider.SchemaGroup}, "displayName": "Admins", "members": []any{}})
	}).id()
	groups := "/Groups/" + escaped(group)
	change := func(ops ...string) { settled(func() *answer { return c.patch(groups, operations(ops...)) }) }
	change(`{"op":"add","path":"members","value":[{"value":"` + jane + `"},{"value":"` + joe + `"}]}`)
	change(`{"op":"remove","path":"members[value eq \"`+joe+`\"]"}`, `{"op":"replace","value":{"id":"`+group+`","displayName":"admins"}}`)
	expect("displayName of the group", get(groups).at("displayName"), any("admins"))
	expect("role of a member", get(users(jane)).at("userType"), any("Admin"))
	expect("role of a former member", get(users(joe)).at("userType"), any("Viewer"))
	settled(func() *answer { return c.delete(groups) })
	gone := get(groups).status
	expect("the deleted group is gone", gone == 404 || gone == 410, true)
	expect("role after the deletion", get(users(jane)).at("userType"), any("Viewer"))
	expect("tenants stay apart", c.as(otherToken).lookedUp(func(path string) *answer {
		return settled(func() *answer { return c.as(otherToken).get(path) })
	}, "jane@example.com"), []string{})
}

// lookedUp gives the ids that Okta's lookup finds, by a function that sends it.
func (c *client) lookedUp(get func(path string) *answer, userName string) []string {
	return get("/Users?startIndex=1&count=100&filter="+escaped(`userName eq "`+userName+`"`)).each("", "id")
}

// escaped makes text fit into a path or a query.
func escaped(s string) string { return strings.ReplaceAll(url.QueryEscape(s), "+", "%20") }
