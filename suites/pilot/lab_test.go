package pilot_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/oktascim/oktascim/provider"
	"github.com/oktascim/oktascim/provider/control"
	"github.com/oktascim/oktascim/provider/faulty"
	"github.com/oktascim/oktascim/provider/legal"
	"github.com/oktascim/oktascim/reports"
	"github.com/oktascim/oktascim/suites/harness"
	"github.com/oktascim/oktascim/suites/kit"
	"github.com/oktascim/oktascim/suites/okta"
	"github.com/oktascim/oktascim/suites/pilot"
	"github.com/oktascim/oktascim/suites/pilot/roster"
	"github.com/oktascim/oktascim/suites/profile"
)

const app = `
name: demo
roles:
  attribute: roles
  default: Viewer
  existing_admin: admin@example.com
  groups:
    - {group: admins, role: Admin}
    - {group: analysts, role: Analyst}
seats: {limit: 12}
`

// lab is an app on loopback: the reference provider with roles, seats and a
// local admin, and Okta's side of it.
type lab struct {
	t       *testing.T
	server  *control.Server
	url     string
	profile *profile.Profile
	okta    *okta.Client
	writes  atomic.Int64 // requests other than GET that a pilot sent
	before  *pilot.Snapshot
	plan    *pilot.Plan
}

const token = "lab-token-1234567890"

func newLab(t *testing.T, change ...func(*provider.Options, *profile.Profile)) *lab {
	t.Helper()
	p, err := profile.Parse("app.yaml", []byte(app))
	if err != nil {
		t.Fatal(err)
	}
	options := provider.Options{
		Tokens: []provider.Token{{Secret: token}}, LocalAdmin: "admin@example.com", SeatLimit: 12, Seed: 3,
		Roles: &provider.RoleMap{Attribute: "roles", Default: "Viewer",
			Groups: []provider.GroupRole{{Group: "admins", Role: "Admin"}, {Group: "analysts", Role: "Analyst"}}},
	}
	for _, c := range change {
		c(&options, p)
	}
	l := &lab{t: t, profile: p}
	if l.server, err = control.New(control.Options{
		Options: options, Faults: control.Library{Hooks: faulty.Hooks}, Variants: control.Library{Hooks: legal.Hooks},
	}); err != nil {
		t.Fatal(err)
	}
	listener := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("X-Okta") == "" && r.Method != http.MethodGet {
			l.writes.Add(1)
		}
		l.server.ServeHTTP(w, r)
	}))
	t.Cleanup(listener.Close)
	l.url = listener.URL + "/scim/v2"
	l.okta = okta.New(okta.Config{BaseURL: l.url, Authorization: "Bearer " + token,
		Transport: asOkta{http.DefaultTransport}, Dialect: okta.OIN})
	return l
}

// asOkta marks what is not the pilot's own request.
type asOkta struct{ next http.RoundTripper }

func (a asOkta) RoundTrip(r *http.Request) (*http.Response, error) {
	r = r.Clone(r.Context())
	r.Header.Set("X-Okta", "yes")
	return a.next.RoundTrip(r)
}

func (l *lab) env(dialTo http.RoundTripper) *harness.Env {
	return harness.NewEnv(harness.Settings{BaseURL: l.url, Authorization: "Bearer " + token, Profile: l.profile,
		Settle: 60 * time.Millisecond, Timeout: 10 * time.Second, Transport: dialTo})
}

func (l *lab) roster(text string) *roster.Roster {
	l.t.Helper()
	r, err := roster.ReadCSV("pilot.csv", strings.NewReader(text), roster.Options{Roles: pilot.Roles(l.profile)})
	if err != nil {
		l.t.Fatal(err)
	}
	return r
}

// results are the checks that did not pass, by id.
type results map[string][]reports.Check

func (l *lab) runPlan(text string) results {
	l.t.Helper()
	env := l.env(http.DefaultTransport)
	plan, err := pilot.NewPlan(l.t.Context(), env, l.roster(text), pilot.PlanOptions{Snapshot: true})
	if err != nil {
		l.t.Fatal(err)
	}
	l.plan, l.before = plan, plan.Snapshot()
	return l.judge(env, plan.Checks())
}

func (l *lab) runVerify(text string) results {
	l.t.Helper()
	env := l.env(http.DefaultTransport)
	verify, err := pilot.NewVerify(l.t.Context(), env, l.roster(text), l.before, nil)
	if err != nil {
		l.t.Fatal(err)
	}
	return l.judge(env, verify.Checks())
}

// assign is what Okta does when the people of a roster and their groups are
// assigned and pushed.
func (l *lab) assign(text string) {
	l.t.Helper()
	ctx := l.t.Context()
	members := map[string][]okta.Member{}
	r := l.roster(text)
	for _, p := range r.People {
		switch p.Status {
		case roster.Leaver:
			if id := l.id(p.UserName); id != "" {
				l.ok(l.okta.Deactivate(ctx, id))
			}
		case roster.Assigned:
			run := l.okta.PushUser(ctx, okta.User{UserName: p.UserName, GivenName: p.GivenName, FamilyName: p.FamilyName,
				DisplayName: p.Name(), Email: p.Email, ExternalID: "00u" + p.UserName, Active: true})
			l.ok(run)
			for _, g := range p.Groups {
				members[g] = append(members[g], okta.Member{Value: run.ID, Display: p.UserName})
			}
		}
	}
	for _, g := range r.Groups() {
		l.ok(l.okta.PushGroup(ctx, g, members[g]))
	}
}

func (l *lab) ok(run okta.Run) {
	l.t.Helper()
	if run.Stop != "" {
		l.t.Fatal(run.Stop)
	}
}

// id is the id of an account; "" when there is none.
func (l *lab) id(userName string) string {
	list, _ := l.okta.LookupUser(context.Background(), userName).List()
	if len(list) == 0 {
		return ""
	}
	return list[0].ID()
}

func (l *lab) groupID(name string) string {
	list, _ := l.okta.LookupGroup(context.Background(), name).List()
	if len(list) == 0 {
		l.t.Fatalf("there is no group %s", name)
	}
	return list[0].ID()
}

// create makes an account that nobody planned.
func (l *lab) create(userName, email string, change ...func(*okta.User)) string {
	l.t.Helper()
	u := okta.User{UserName: userName, GivenName: "X", FamilyName: "Y", DisplayName: "X Y", Email: email, Active: true}
	for _, c := range change {
		c(&u)
	}
	a := l.okta.CreateUser(context.Background(), u)
	if !a.OK() {
		l.t.Fatalf("creating %s: %d %s", userName, a.Status, a.Body)
	}
	return a.Resource.ID()
}

// push makes accounts and a group of them.
func (l *lab) push(group string, userNames ...string) {
	l.t.Helper()
	var members []okta.Member
	for _, n := range userNames {
		members = append(members, okta.Member{Value: l.create(n, n)})
	}
	l.ok(l.okta.PushGroup(context.Background(), group, members))
}

// join and leave change one membership.
func (l *lab) join(group, userName string) { l.change(group, userName, true) }

func (l *lab) leave(group, userName string) { l.change(group, userName, false) }

func (l *lab) change(group, userName string, add bool) {
	l.t.Helper()
	added, removed := []okta.Member{{Value: l.id(userName)}}, []okta.Member(nil)
	if !add {
		added, removed = nil, added
	}
	l.ok(l.okta.ChangeMembers(context.Background(), l.groupID(group), group, added, removed, nil))
}

func (l *lab) faults(ids ...string) {
	l.t.Helper()
	if err := l.server.SetFaults(ids...); err != nil {
		l.t.Fatal(err)
	}
}

func (l *lab) delete(id string) {
	l.t.Helper()
	if a := l.okta.Do(context.Background(), okta.Request{Method: http.MethodDelete, Path: "/Users/" + id}); !a.OK() {
		l.t.Fatalf("deleting %s: %d", id, a.Status)
	}
}

// inactive is a change of create.
func inactive(u *okta.User) { u.Active = false }

// judge runs checks and gives those that did not pass.
func (l *lab) judge(env *harness.Env, checks []kit.Check) results {
	l.t.Helper()
	out := results{}
	err := pilot.Run(l.t.Context(), env, checks, kit.Observer{Finished: func(c reports.Check) {
		if c.Outcome != reports.Pass {
			out[c.ID] = append(out[c.ID], c)
		}
	}}, func(c kit.Check) { l.t.Errorf("%s did not run", c.ID) })
	if err != nil {
		l.t.Fatal(err)
	}
	if n := l.writes.Load(); n > 0 {
		l.t.Errorf("the pilot sent %d requests that were no GET", n)
	}
	return out
}
