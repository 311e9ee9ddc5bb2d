package legal_test

import (
	"fmt"
	"maps"
	"regexp"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/oktascim/oktascim/provider"
	"github.com/oktascim/oktascim/provider/internal/scimtest"
	"github.com/oktascim/oktascim/provider/legal"
)

// scene shows a variant: what the client sees of a server without it and of one with it. It is played with a clock of its own,
// so waiting takes no time.
type scene struct {
	usual   any // without the variant
	unusual any // with it
	options func(*provider.Options)
	see     func(c *scimtest.Client) any
}

// scenes are all of them by the id of the variant.
func scenes() map[string]scene {
	all := map[string]scene{}
	for _, family := range []map[string]scene{
		answerScenes(), errorScenes(), authScenes(), mediaScenes(), deliveryScenes(), listScenes(), idScenes(), resourceScenes(),
		metaScenes(), memberScenes(), userScenes(), updateScenes(), policyScenes(), roleScenes(), seatScenes(), tenantScenes(),
		consistencyScenes(), entitlementScenes(), accessScenes(),
	} {
		maps.Copy(all, family)
	}
	return all
}

// seen is what a scene gives when it looks at several things.
func seen(things ...any) any { return strings.TrimSpace(fmt.Sprintln(things...)) }

func TestCatalogue(t *testing.T) {
	t.Parallel()
	kebab := regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)+$`)
	ids := map[string]bool{}
	for _, v := range legal.All() {
		switch {
		case ids[v.ID]:
			t.Errorf("%s: twice", v.ID)
		case !kebab.MatchString(v.ID):
			t.Errorf("%s: not in the form of an id", v.ID)
		case !strings.HasSuffix(v.Story, "."):
			t.Errorf("%s: the story is no sentence: %q", v.ID, v.Story)
		case v.Source == "" || v.Apply == nil:
			t.Errorf("%s: no source or no Apply", v.ID)
		}
		ids[v.ID] = true
	}
	if _, err := legal.Hooks("patch204"); err == nil || !strings.Contains(err.Error(), `unknown variant "patch204"; did you mean patch-204?`) {
		t.Errorf("an unknown variant: %v", err)
	}
}

func TestVariantsShow(t *testing.T) {
	t.Parallel()
	all := scenes()
	for _, v := range legal.All() {
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
					c := scimtest.NewClient(t, scimtest.WithRoles("roles"), scimtest.Hooked(t, legal.Hooks, side.variants...), func(o *provider.Options) {
						if s.options != nil {
							s.options(o)
						}
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
	for _, v := range legal.All() {
		t.Run(v.ID, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) { stayRight(t, v.ID) })
		})
	}
}

func stayRight(t *testing.T, variant string) {
	c := scimtest.Lenient(scimtest.NewClient(t, scimtest.WithRoles("userType"), scimtest.Hooked(t, legal.Hooks, variant), func(o *provider.Options) {
		o.LocalAdmin, o.SeatLimit = "root@example.com", 3
	}))
	// settled sends a request until it is not refused for its frequency, and waits for what follows late.
	settled := func(send func() *scimtest.Answer) *scimtest.Answer {
		a := send()
		for ; a.Status == 429; a = send() {
			time.Sleep(3 * time.Second)
		}
		time.Sleep(2 * time.Second)
		return a
	}
	get := func(path string) *scimtest.Answer { return settled(func() *scimtest.Answer { return c.Get(path) }) }
	expect := func(what string, got, want any) {
		t.Helper()
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", what, diff)
		}
	}

	jane := settled(func() *scimtest.Answer { return c.Post("/Users", scimtest.NewUser("jane@example.com")) }).ID()
	joe := settled(func() *scimtest.Answer { return c.Post("/Users", scimtest.NewUser("joe@example.com")) }).ID()
	refused := settled(func() *scimtest.Answer { return c.Post("/Users", scimtest.NewUser("JANE@example.com")) })
	expect("a taken userName", refused.Status, 409)
	refused = settled(func() *scimtest.Answer { return c.Post("/Users", scimtest.NewUser("late@example.com")) })
	expect("a user beyond the seat limit is refused", refused.Status >= 400 && refused.Status < 500, true)
	users := func(id string) string { return "/Users/" + scimtest.Escaped(id) }
	expect("userName", get(users(jane)).At("userName"), any("jane@example.com"))
	expect("what the lookup finds", c.LookedUp(get, "Jane@Example.com"), []string{jane})

	body, named := scimtest.NewUser("jane@example.com"), any("Jane Roe")
	body["displayName"] = named
	if variant == "no-display-name" {
		named = nil
	}
	settled(func() *scimtest.Answer { return c.Put(users(jane), body) })
	expect("displayName after PUT", get(users(jane)).At("displayName"), named)
	for _, active := range []bool{false, true} {
		settled(func() *scimtest.Answer {
			return c.Patch(users(jane), scimtest.Operations(fmt.Sprintf(`{"op":"replace","value":{"active":%t}}`, active)))
		})
		expect("active after PATCH", get(users(jane)).At("active"), any(active))
		expect("displayName after PATCH", get(users(jane)).At("displayName"), named)
	}

	group := settled(func() *scimtest.Answer {
		return c.Post("/Groups", provider.Object{"schemas": []any{provider.SchemaGroup}, "displayName": "Admins", "members": []any{}})
	}).ID()
	groups := "/Groups/" + scimtest.Escaped(group)
	change := func(ops ...string) {
		settled(func() *scimtest.Answer { return c.Patch(groups, scimtest.Operations(ops...)) })
	}
	change(`{"op":"add","path":"members","value":[{"value":"` + jane + `"},{"value":"` + joe + `"}]}`)
	change(`{"op":"remove","path":"members[value eq \"`+joe+`\"]"}`, `{"op":"replace","value":{"id":"`+group+`","displayName":"admins"}}`)
	expect("displayName of the group", get(groups).At("displayName"), any("admins"))
	expect("role of a member", get(users(jane)).At("userType"), any("Admin"))
	expect("role of a former member", get(users(joe)).At("userType"), any("Viewer"))
	settled(func() *scimtest.Answer { return c.Delete(groups) })
	gone := get(groups).Status
	expect("the deleted group is gone", gone == 404 || gone == 410, true)
	expect("role after the deletion", get(users(jane)).At("userType"), any("Viewer"))
	expect("tenants stay apart", c.As(scimtest.OtherToken).LookedUp(func(path string) *scimtest.Answer {
		return settled(func() *scimtest.Answer { return c.As(scimtest.OtherToken).Get(path) })
	}, "jane@example.com"), []string{})
}
