package pilot_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/oktascim/oktascim/provider"
	"github.com/oktascim/oktascim/reports"
	"github.com/oktascim/oktascim/suites/okta"
	"github.com/oktascim/oktascim/suites/profile"
)

// green is a pilot that nothing speaks against: a new admin, the local admin, an
// analyst, somebody who is there already, a leaver.
const green = `userName,givenName,familyName,email,groups,role,status
admin@example.com,Local,Admin,admin@example.com,admins,Admin,
ann@example.com,Ann,Almeida,ann@example.com,admins,Admin,
ben@example.com,Ben,Berg,ben@example.com,analysts;finance,Analyst,
person1@example.com,Ada,Almeida,person1@example.com,finance,Viewer,
person2@example.com,,,,,,leaver
`

// TestPilot goes the whole way on loopback: plan, assign, verify.
func TestPilot(t *testing.T) {
	for _, dialect := range []okta.Dialect{okta.OIN, okta.AIW} {
		l := newLab(t)
		l.okta = l.okta.With(func(c *okta.Config) { c.Dialect = dialect })
		expect(t, "plan", l.runPlan(green), nil)
		if h := l.plan.Headlines(); len(h) > 0 {
			t.Errorf("headlines of a green plan: %v", h)
		}
		early := l.runVerify(green)
		for _, id := range []string{"pilot.verify.there", "pilot.verify.group", "pilot.verify.leaver-inactive",
			"pilot.verify.role"} {
			if len(early[id]) == 0 {
				t.Errorf("%s: %s does not fail before anything was assigned", dialect, id)
			}
		}
		l.assign(green)
		expect(t, string(dialect)+" verify", l.runVerify(green), nil)
		expect(t, string(dialect)+" plan again", l.runPlan(green), nil)
	}
}

// wants are checks that must fail, without "pilot.": "plan.role ann@example.com: what it says".
type wants []string

// expect tells whether exactly the wanted ids did not pass, each with its words.
func expect(t *testing.T, what string, got results, wanted wants, also ...string) {
	t.Helper()
	expected := slices.Clone(also)
	for _, w := range wanted {
		about, words, _ := strings.Cut(w, ": ")
		id, subject, _ := strings.Cut(about, " ")
		id = "pilot." + id
		expected = append(expected, id)
		found := slices.ContainsFunc(got[id], func(c reports.Check) bool {
			failed := c.Outcome == reports.Fail || c.Outcome == reports.Warn
			return failed && c.Subject == subject && strings.Contains(said(c), words)
		})
		if !found {
			t.Errorf("%s: %s <%s> does not fail with %q; it says %s", what, id, subject, words, list(got[id]))
		}
	}
	for id, checks := range got {
		if !slices.Contains(expected, id) {
			t.Errorf("%s: %s fails too: %s", what, id, list(checks))
		}
	}
}

func said(c reports.Check) string {
	var b strings.Builder
	for _, p := range c.Problems {
		b.WriteString(p.At() + ": expected " + p.Expected + ", got " + p.Actual + "\n")
	}
	return b.String()
}

func list(checks []reports.Check) string {
	if len(checks) == 0 {
		return "nothing"
	}
	var out []string
	for _, c := range checks {
		out = append(out, c.Subject+" "+string(c.Outcome)+" "+c.Reason+said(c))
	}
	return strings.Join(out, "; ")
}

// TestPlanProblems plants problems that a plan must find, and nothing else.
func TestPlanProblems(t *testing.T) {
	const header = "userName,givenName,familyName,email,groups,role,status\n"
	for _, tt := range []struct {
		name   string
		change func(*provider.Options, *profile.Profile)
		plant  func(*lab)
		roster string
		want   wants
		also   []string
		// headline is what the admin reads first; "" is not judged.
		headline string
	}{
		{name: "admin lock-out", roster: header + "admin@example.com,Local,Admin,admin@example.com,analysts,,\n",
			want: wants{"plan.admins: 1 present admin would become Analyst: admin@example.com", "plan.lock-out: nobody",
				"plan.keeps-role admin@example.com: expected Admin, as today, got Analyst"},
			headline: "1 present admin would become Analyst: admin@example.com"},
		{name: "three admins would become " +
			"Viewer", plant: func(l *lab) { l.push("admins", "cid@example.com", "dora@example.com") }, roster: header +
			"admin@example.com,Local,Admin,admin@example.com,,,\ncid@example.com,C,D,cid@example.com,,,\n" +
			"dora@example.com,D,E,dora@example.com,,,\nzoe@example.com,Z,E,zoe@example.com,admins,,\n",
			want: wants{"plan.admins: 3 present admins would become Viewer: admin@example.com, cid@example.com, " +
				"dora@example.com", "plan.keeps-role cid@example.com: got Viewer",
				"plan.group-members admins: 2 more: cid@example.com, dora@example.com; they stay until Push Now"},
			headline: "3 present admins would become Viewer: admin@example.com, cid@example.com, dora@example.com"},
		{name: "unassigned member", roster: green + "eve@example.com,Eve,E,eve@example.com,analysts,,not assigned\n",
			want:     wants{"plan.assigned analysts: 1 person not: eve@example.com; Okta does not push them"},
			headline: "1 member of analysts is not assigned to the app and will not be pushed: eve@example.com"},
		{name: "twin group", plant: func(l *lab) {
			ctx := context.Background()
			l.okta.PushGroup(ctx, "analysts", nil)
			other := l.okta.PushGroup(ctx, "other", nil)
			l.faults("group-rename-duplicate-name")
			l.okta.RenameGroup(ctx, other.ID, "analysts", nil)
			l.faults()
		}, roster: green, want: wants{"plan.group analysts: 2: analysts (id "},
			headline: "the app has 2 groups named analysts"},
		{name: "group lookup misses", plant: func(l *lab) {
			l.okta.PushGroup(context.Background(), "Analysts", nil)
			l.faults("group-lookup-case-sensitive")
		}, roster: green, want: wants{"plan.group analysts: Okta would make a twin"}},
		{name: "missing attribute", roster: header + "zoe@example.com,Zoe,,zoe@example.com,admins,,\n",
			want: wants{"plan.attributes zoe@example.com: the mapping leaves familyName empty"}},
		{name: "seat shortage", plant: func(l *lab) {
			if err := l.server.SetSeatLimit(5); err != nil {
				t.Fatal(err)
			}
			l.profile.Seats.Limit = 5
		}, roster: green, want: wants{"plan.seats: expected 2 free seats, got 1: 1 person would be refused"},
			headline: "2 seats are needed, 1 free"},
		{name: "duplicate by case", plant: func(l *lab) {
			l.create("Ann@example.com", "a1@example.com")
			l.faults("create-case-variant-duplicate")
			l.create("ANN@example.com", "a2@example.com")
		}, roster: green, want: wants{"plan.match ann@example.com: 2 accounts match userName ann@example.com"},
			headline: "1 person is ambiguous"},
		{name: "e-mail of someone else", plant: func(l *lab) { l.create("local-ann", "ann@example.com") },
			roster: green, want: wants{"plan.match ann@example.com: the address ann@example.com is that of local-ann"}},
		{name: "e-mail of another account beside the own", plant: func(l *lab) {
			l.create("ann@example.com", "ann@example.com")
			l.create("other@example.com", "ann@example.com")
		}, roster: green, want: wants{"plan.match ann@example.com: but the address ann@example.com is also that of " +
			"other@example.com"}},
		{name: "lookup that minds case", plant: func(l *lab) {
			l.create("Ann@Example.com", "ann@example.com")
			l.faults("lookup-username-case-sensitive")
		}, roster: green, want: wants{"plan.match ann@example.com: the lookup finds nobody, but the list shows " +
			"Ann@Example.com"}},
		{name: "lookup that finds too many", plant: func(l *lab) {
			l.create("ann@example.com.au", "au@example.com")
			l.faults("lookup-eq-as-starts-with")
		}, roster: green, want: wants{"plan.match ann@example.com: the lookup finds ann@example.com.au"}},
		{name: "role fault of the roster", roster: header + "zoe@example.com,Zoe,Z,zoe@example.com,finance,Analyst,\n",
			want: wants{"plan.role zoe@example.com: expected the role Analyst, got Viewer: the person's groups (finance) are " +
				"not mapped"}},
		{name: "role by the wrong group", roster: header + "zoe@example.com,Zoe,Z,zoe@example.com,finance;admins,Analyst,\n",
			want: wants{"plan.role zoe@example.com: expected the role Analyst, got Admin: the group admins gives it"}},
		{name: "role by an old membership", plant: func(l *lab) { l.push("admins", "cid@example.com") },
			roster: header + "cid@example.com,X,Y,cid@example.com,analysts,Analyst,\n",
			want: wants{"plan.role cid@example.com: " +
				"got Admin: the account is already in the group admins, which gives it and is not pushed"}},
		{name: "analyst would become viewer", plant: func(l *lab) { l.push("analysts", "cid@example.com") },
			roster: header + "cid@example.com,X,Y,cid@example.com,finance,,\n" +
				"zoe@example.com,Zoe,Z,zoe@example.com,analysts,,\n",
			want: wants{"plan.keeps-role cid@example.com: expected Analyst, as today, got Viewer",
				"plan.group-members analysts: 1 more: cid@example.com"},
			headline: "1 present Analyst would become Viewer: cid@example.com"},
		{name: "inactive person", plant: func(l *lab) { l.create("ann@example.com", "ann@example.com", inactive) },
			roster: green, want: wants{"plan.active ann@example.com: gives the person access again"},
			headline: "1 person is inactive today"},
		{name: "leaver in a pushed group", roster: header + "ann@example.com,Ann,A,ann@example.com,admins,,\n" +
			"zoe@example.com,Zoe,Z,zoe@example.com,finance,,leaver\n",
			want:     wants{"plan.leaver-groups zoe@example.com: still in finance. Remove the leaver from the pushed groups first"},
			headline: "1 person is still in a pushed group"},
		{name: "no address to look up",
			change: func(_ *provider.Options, p *profile.Profile) { p.Okta.UniqueIdentifier = profile.ByEmail },
			roster: header + "zoe,Zoe,Z,,admins,,\n",
			want: wants{"plan.match zoe: an e-mail address: the profile says that Okta looks people up by it",
				"plan.attributes zoe: email empty"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var change []func(*provider.Options, *profile.Profile)
			if tt.change != nil {
				change = append(change, tt.change)
			}
			l := newLab(t, change...)
			if tt.plant != nil {
				tt.plant(l)
			}
			expect(t, "plan", l.runPlan(tt.roster), tt.want, tt.also...)
			if h := l.plan.Headlines(); tt.headline != "" && (len(h) == 0 || !strings.HasPrefix(h[0].Text, tt.headline)) {
				t.Errorf("the first headline of %v is not %q", h, tt.headline)
			}
		})
	}
}

// TestLockOutNeedsAnAdmin: an app that lists no admin loses none by a pilot of ordinary people.
func TestLockOutNeedsAnAdmin(t *testing.T) {
	l := newLab(t, func(o *provider.Options, p *profile.Profile) { o.LocalAdmin = "" })
	got := l.runPlan("userName,givenName,familyName,email,groups,role\n" +
		"zoe@example.com,Zoe,Z,zoe@example.com,analysts,Analyst\n")
	checks := got["pilot.plan.lock-out"]
	if len(checks) != 1 || checks[0].Outcome != reports.Unsupported ||
		!strings.Contains(checks[0].Reason, "lists nobody who is Admin") {
		t.Errorf("lock-out: %s", list(checks))
	}
	if h := l.plan.Headlines(); len(h) > 0 {
		t.Errorf("headlines: %v", h)
	}
}

// TestVerifyProblems plants problems between plan and verify.
func TestVerifyProblems(t *testing.T) {
	ctx := context.Background()
	for _, tt := range []struct {
		name   string
		faults []string // during the assignment
		plant  func(*lab)
		want   wants
		also   []string
	}{
		{name: "person missing after the push", plant: func(l *lab) { l.delete(l.id("ann@example.com")) },
			want: wants{"verify.there ann@example.com: none: the person did not arrive"},
			also: []string{"pilot.verify.active", "pilot.verify.attributes", "pilot.verify.groups", "pilot.verify.role"}},
		{name: "person twice", plant: func(l *lab) {
			l.faults("create-case-variant-duplicate")
			l.create("Ann@example.com", "ann@example.com")
			l.faults()
		}, want: wants{"verify.there ann@example.com: 2: ann@example.com (id "},
			also: []string{"pilot.verify.active", "pilot.verify.attributes", "pilot.verify.groups", "pilot.verify.role"}},
		{name: "person replaced", plant: func(l *lab) {
			l.delete(l.id("person1@example.com"))
			l.create("person1@example.com", "person1@example.com", func(u *okta.User) {
				u.GivenName, u.FamilyName = "Ada", "Almeida"
			})
			l.join("finance", "person1@example.com")
		}, want: wants{"verify.there person1@example.com: the account of the plan, id "}},
		{name: "inactive person", plant: func(l *lab) { l.okta.Deactivate(ctx, l.id("ann@example.com")) },
			want: wants{"verify.active ann@example.com: expected true, got false"}},
		{name: "names dropped", faults: []string{"create-names-dropped"},
			want: wants{"verify.attributes ann@example.com: name.familyName: expected Almeida, as the roster says, got " +
				"nothing"}},
		{name: "address not applied", plant: func(l *lab) {
			l.okta.UpdateProfile(ctx, l.id("ann@example.com"),
				func(r okta.Resource) { r.Set("else@example.com", "emails", "0", "value") })
		}, want: wants{"verify.attributes ann@example.com: expected ann@example.com, as the roster says, got " +
			"else@example.com"}},
		{name: "not in the group", plant: func(l *lab) { l.leave("finance", "ben@example.com") },
			want: wants{"verify.groups ben@example.com: expected a member of finance, got not a member"}},
		{name: "wrong group", plant: func(l *lab) { l.join("finance", "ann@example.com") },
			want: wants{"verify.groups ann@example.com: expected not a member of finance, got a member"}},
		{name: "wrong role", faults: []string{"role-lowest-wins"},
			plant: func(l *lab) { l.join("analysts", "ann@example.com") },
			want: wants{"verify.role ann@example.com: expected the role Admin, got Analyst",
				"verify.groups ann@example.com: not a member of analysts"}},
		{name: "group not pushed", plant: func(l *lab) { l.okta.UnlinkGroup(ctx, l.groupID("analysts"), true) },
			want: wants{"verify.group analysts: none: it was not pushed",
				"verify.groups ben@example.com: there is no such group",
				"verify.role ben@example.com: expected the role Analyst, got Viewer"}},
		{name: "twin group", plant: func(l *lab) {
			l.faults("group-rename-duplicate-name")
			other := l.okta.PushGroup(ctx, "other", nil)
			l.okta.RenameGroup(ctx, other.ID, "finance", nil)
			l.faults()
		}, want: wants{"verify.group finance: 2: finance (id "}},
		{name: "leaver deleted", plant: func(l *lab) { l.delete(l.id("person2@example.com")) },
			want: wants{"verify.leaver-kept person2@example.com: it was deleted; before the pilot it had the id "},
			also: []string{"pilot.verify.leaver-inactive"}},
		{name: "leaver still " +
			"active", plant: func(l *lab) { l.okta.Reactivate(ctx, l.id("person2@example.com"), okta.User{}) },
			want: wants{"verify.leaver-inactive person2@example.com: true: the person still has access"}},
		{name: "leaver still a member", plant: func(l *lab) { l.join("finance", "person2@example.com") },
			want: wants{"verify.leaver-groups person2@example.com: still a member"}},
		{name: "leaver deleted by the app", faults: []string{"deactivate-hard-deletes"},
			want: wants{"verify.leaver-kept person2@example.com: it was deleted"},
			also: []string{"pilot.verify.leaver-inactive"}},
		{name: "bystander renamed", plant: func(l *lab) {
			l.okta.UpdateProfile(ctx, l.id("person3@example.com"), func(r okta.Resource) { r.Set("Else", "name", "familyName") })
		}, want: wants{"verify.others: person3@example.com: expected as before the pilot, got name changed"}},
		{name: "bystander deactivated", plant: func(l *lab) { l.okta.Deactivate(ctx, l.id("person3@example.com")) },
			want: wants{"verify.others: active was true, is false"}},
		{name: "bystander promoted", plant: func(l *lab) { l.join("admins", "person3@example.com") },
			want: wants{"verify.others: the role was Viewer, is Admin"}},
		{name: "bystander deleted", plant: func(l *lab) { l.delete(l.id("person3@example.com")) },
			want: wants{"verify.others: it is gone"}},
		{name: "newcomer", plant: func(l *lab) { l.create("nobody@example.com", "nobody@example.com") },
			want: wants{"verify.newcomers: 1 more: nobody@example.com"}},
		{name: "another group emptied", plant: func(l *lab) { l.okta.PushNow(ctx, l.groupID("old hands"), "old hands", nil) },
			want: wants{"verify.other-groups: 1 person no longer: person3@example.com"}},
		{name: "another group deleted", plant: func(l *lab) { l.okta.UnlinkGroup(ctx, l.groupID("old hands"), true) },
			want: wants{"verify.other-groups: old hands: expected as before the pilot, got it is gone"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			l := newLab(t)
			l.ok(l.okta.PushGroup(ctx, "old hands", []okta.Member{{Value: l.id("person3@example.com")}}))
			expect(t, "plan", l.runPlan(green), nil)
			l.faults(tt.faults...)
			l.assign(green)
			if tt.plant != nil {
				tt.plant(l)
			}
			expect(t, "verify", l.runVerify(green), tt.want, tt.also...)
		})
	}
}
