package suites

import (
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/oktascim/oktascim/fixtures/apps"
	"github.com/oktascim/oktascim/provider"
	"github.com/oktascim/oktascim/reports/result"
	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/harness"
	"github.com/oktascim/oktascim/suites/kit"
	"github.com/oktascim/oktascim/suites/okta"
	"github.com/oktascim/oktascim/suites/profile"
)

// tenant is a reference provider as its profile describes it.
type tenant struct {
	profile *profile.Profile
	url     string
	client  *okta.Client // somebody else who works on the tenant
}

func newTenant(t *testing.T, changes ...func(*profile.Profile)) tenant {
	t.Helper()
	text, err := apps.Reference()
	if err != nil {
		t.Fatal(err)
	}
	p, err := profile.Parse("reference.yaml", text)
	if err != nil {
		t.Fatal(err)
	}
	for _, change := range changes {
		change(p)
	}
	roles := &provider.RoleMap{Attribute: p.Roles.Attribute, Default: p.Roles.Default}
	for _, g := range p.Roles.Groups {
		roles.Groups = append(roles.Groups, provider.GroupRole{Group: g.Group, Role: g.Role})
	}
	server, err := provider.New(provider.Options{
		Tokens: []provider.Token{{Secret: "good-token", Tenant: "a"}}, LocalAdmin: p.Roles.ExistingAdmin, SeatLimit: p.Seats.Limit, Roles: roles,
	})
	if err != nil {
		t.Fatal(err)
	}
	listener := httptest.NewServer(server)
	t.Cleanup(listener.Close)
	url := listener.URL + "/scim/v2"
	return tenant{profile: p, url: url, client: okta.New(okta.Config{BaseURL: url, Authorization: "Bearer good-token", Dialect: okta.OIN})}
}

// run runs the checks of these ids and gives their results.
func (n tenant) run(t *testing.T, ids ...string) ([]result.Result, harness.CleanUp) {
	t.Helper()
	checks, err := kit.Selection{IDs: ids}.Pick(Catalogue())
	if err != nil {
		t.Fatal(err)
	}
	// Here groups give the role; TestPushedRoles has those that Okta pushes.
	checks = slices.DeleteFunc(checks, func(c kit.Check) bool { return slices.Contains(c.Needs, kit.NeedPushedRoles) })
	env := harness.NewEnv(harness.Settings{
		Dialects: harness.DialectsOf(n.profile), BaseURL: n.url, Authorization: "Bearer good-token", Profile: n.profile, Settle: 200 * time.Millisecond, Timeout: 20 * time.Second,
	})
	var out []result.Result
	summary, err := kit.Run(t.Context(), env, checks, kit.Observer{Finished: func(r result.Result) { out = append(out, r) }})
	if err != nil {
		t.Fatal(err)
	}
	return out, summary.CleanUp
}

// A group of the tenant that has a mapped name is never touched: the checks
// that need the name are blocked and say so.
func TestMappedGroupOfSomebodyElse(t *testing.T) {
	n := newTenant(t)
	owner := n.client.CreateUser(t.Context(), okta.User{UserName: "owner@example.com", Active: true}).Resource.ID()
	made := n.client.CreateGroup(t.Context(), n.profile.Roles.Groups[0].Group, []okta.Member{{Value: owner}})
	before := n.client.ReadGroup(t.Context(), made.Resource.ID()).Resource
	results, cleanUp := n.run(t, "roles.group.*", "roles.rename", "roles.recreate", "roles.existing-admin.keeps")
	for _, r := range results {
		if r.Outcome != result.Blocked || !strings.Contains(r.Reason, "never touched") {
			t.Errorf("%s is %s: %s", r.ID, r.Outcome, r.Reason)
		}
	}
	after := n.client.ReadGroup(t.Context(), before.ID()).Resource
	if diff := cmp.Diff(before, after); diff != "" {
		t.Errorf("the group was touched: %s", diff)
	}
	if len(cleanUp.Left) > 0 {
		t.Errorf("left: %+v", cleanUp.Left)
	}
}

// A run leaves no group under a mapped name, no active user, and the existing
// admin with the attributes it had.
func TestRolesAndSeatsLeaveTheTenantAsItWas(t *testing.T) {
	n := newTenant(t)
	read := func() okta.Resource {
		list, _ := n.client.LookupUser(t.Context(), n.profile.Roles.ExistingAdmin).List()
		return slices.Concat(list, []okta.Resource{nil})[0]
	}
	before := read()
	results, cleanUp := n.run(t, "roles.*", "seats.*")
	for _, r := range results {
		if r.Outcome != result.Pass {
			t.Errorf("%s is %s: %s %v", r.ID, r.Outcome, r.Reason, r.Problems)
		}
	}
	if problems := check.Unchanged(before, read(), "groups", n.profile.Roles.Attribute); len(problems) > 0 {
		t.Errorf("the existing admin is changed: %v", problems)
	}
	if len(cleanUp.Left) > 0 {
		t.Errorf("left: %+v", cleanUp.Left)
	}
	for _, g := range n.profile.Roles.Groups {
		if problems := check.Miss(n.client.LookupGroup(t.Context(), g.Group), g.Group); len(problems) > 0 {
			t.Errorf("still there: %v", problems)
		}
	}
	for _, page := range n.client.ImportUsers(t.Context(), 0) {
		users, _ := page.List()
		for _, u := range users {
			if u["active"] == true && u.String("userName") != n.profile.Roles.ExistingAdmin {
				t.Errorf("%s is active", u.String("userName"))
			}
		}
	}
}

// Seats are filled only where the profile says so and allows as many people.
func TestSeatsAreFilledOnlyWhereAllowed(t *testing.T) {
	tests := []struct {
		name   string
		change func(*profile.Profile)
		want   result.Outcome
		reason string
	}{
		{"not a test tenant", func(p *profile.Profile) { p.Seats.TestTenant = false }, result.Unsupported, "seats.test_tenant"},
		{"more seats than people", func(p *profile.Profile) { p.TestData.MaxUsers = 10 }, result.Blocked, "test_data.max_users"},
		{"no free seats", func(p *profile.Profile) { p.Seats.Limit = 2 }, result.Blocked, "2 of the 2 seats"},
		{"no limit stated", func(p *profile.Profile) { p.Seats = nil }, result.Unsupported, "seats"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			n := newTenant(t)
			tt.change(n.profile)
			results, _ := n.run(t, "seats.over.refused")
			if len(results) != 1 || results[0].Outcome != tt.want || !strings.Contains(results[0].Reason, tt.reason) {
				t.Errorf("got %+v", results)
			}
			if a := n.client.ListUsers(t.Context(), 1, 100); check.Total(a) > 2 {
				t.Errorf("%d users, want the admin and a bystander", check.Total(a))
			}
		})
	}
}

// Roles are read where the profile says, and what it does not state is not
// judged.
func TestRolesAsTheProfileSays(t *testing.T) {
	tests := []struct {
		name        string
		change      func(*profile.Profile)
		unsupported []string
	}{
		{"userType", func(p *profile.Profile) { p.Roles.Attribute = "userType" }, nil},
		{"an extension", func(p *profile.Profile) {
			p.Roles.Attribute = "urn:example:params:scim:schemas:extension:app:2.0:User:role"
		}, nil},
		{"one mapped group", func(p *profile.Profile) { p.Roles.Groups = p.Roles.Groups[:1] }, []string{
			"roles.highest", "roles.holder", "roles.removal.next",
		}},
		{"no existing admin", func(p *profile.Profile) { p.Roles.ExistingAdmin = "" }, []string{
			"roles.existing-admin.keeps", "roles.existing-admin.lock-out", "roles.existing-admin.removed", "roles.existing-admin.updated",
		}},
		{"PUT alone", func(p *profile.Profile) { p.Okta.Dialects = []profile.Dialect{"aiw"} }, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			results, _ := newTenant(t, tt.change).run(t, "roles.*")
			var unsupported []string
			for _, r := range results {
				switch r.Outcome {
				case result.Pass:
				case result.Unsupported:
					unsupported = append(unsupported, r.ID)
				default:
					t.Errorf("%s is %s: %s %v", r.ID, r.Outcome, r.Reason, r.Problems)
				}
			}
			slices.Sort(unsupported)
			if diff := cmp.Diff(tt.unsupported, slices.Compact(unsupported)); diff != "" {
				t.Errorf("unsupported: %s", diff)
			}
		})
	}
}

// An admin whose role no group gives is warned of; a role that is not shown is
// not judged.
func TestRolesOutsideTheMapping(t *testing.T) {
	n := newTenant(t)
	n.profile.Roles.Groups = n.profile.Roles.Groups[1:] // the app maps Admin, the profile does not
	n.profile.Roles.Groups[0].Role = "Analyst"
	results, _ := n.run(t, "roles.existing-admin.lock-out")
	if len(results) != 1 || results[0].Outcome != result.Warn || !strings.Contains(results[0].Problems[0].Actual, "lock itself out") {
		t.Errorf("got %+v", results)
	}
	n = newTenant(t)
	n.profile.Roles.Attribute = ""
	results, _ = n.run(t, "roles.*")
	for _, r := range results {
		if r.Outcome != result.Unsupported {
			t.Errorf("%s is %s without a place where roles are shown", r.ID, r.Outcome)
		}
	}
}
