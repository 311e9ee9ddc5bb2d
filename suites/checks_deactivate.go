package suites

import (
	"net/http"
	"slices"

	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/okta"
)

// Sources that several checks of this area rest on.
const (
	refOktaDeactivate = "Okta SCIM 2.0 reference: deactivate = active:false, by PATCH (OIN) or PUT (AIW); users are never deleted"
	refOktaURL        = "https://developer.okta.com/docs/api/openapi/okta-scim/guides/scim-20"
	refPatch          = "RFC 7644 §3.5.2"
	refPut            = "RFC 7644 §3.5.1"
)

// deactivateChecks: unassigning a user in Okta, or deactivating it there, sets
// active to false and nothing else. The account is never deleted.
func deactivateChecks() []Check {
	return slices.Concat(deactivateFirstChecks(), deactivateMoreChecks())
}

func deactivateFirstChecks() []Check {
	return inArea(Deactivate, []Need{NeedDeactivate}, []Check{
		{
			ID: "users.deactivate.accepted", Level: Must, PerDialect: true,
			Title:   "Deactivating a user is answered with success",
			Why:     "Okta sends it once when a user is unassigned and does not fall back to another request.",
			Symptom: "A deprovisioning task on the Okta dashboard: «Automatic deprovisioning of user … failed»; the person keeps access to the app.",
			Refs:    []string{refOktaDeactivate, "Okta CRUD step 7", "OIN C9292, C9294", refPatch, refOktaURL},
			Body: func(t *T) {
				p := t.NewUser()
				run := t.Okta.Deactivate(t, p.ID)
				t.Report(check.Accepted(run.Last()))
			},
		},
		{
			ID: "users.deactivate.answer", Level: Must, PerDialect: true,
			Title:   "An answer that shows the deactivated user shows it inactive",
			Why:     "Okta takes the answer for the new state.",
			Symptom: "Okta takes the user for still active and may link it again.",
			Refs:    []string{refOktaDeactivate, refPatch},
			Body: func(t *T) {
				p := t.NewUser()
				a := t.deactivate(p)
				if shown := a.Resource; shown != nil {
					t.Report(check.InAnswer(a, check.Inactive(shown), check.Sent(shown, p.Sent.Resource(), "userName")))
				}
			},
		},
		{
			ID: "users.deactivate.by-id", Level: Must, PerDialect: true,
			Title:   "A deactivated user, read by id, is still there and inactive",
			Why:     "A server that answers 200 and changes nothing leaves the leaver's access open; one that deletes loses the account.",
			Symptom: "None: Okta shows the user as deprovisioned, but the person can still sign in to the app, or the account and its history are gone.",
			Refs:    []string{refOktaDeactivate, "Okta CRUD step 8", "Okta CRUD step 13", "OIN C9292, C9311"},
			Body: func(t *T) {
				p := t.NewUser()
				t.deactivate(p)
				t.See("deactivate", p.ID, p.Sent.UserName, []View{ViewByID}, check.Inactive)
			},
		},
		{
			ID: "users.deactivate.by-lookup", Level: Must, PerDialect: true,
			Title:   "The lookup by userName still finds a deactivated user, inactive and under the same id",
			Why:     "When the user is assigned again, Okta looks it up; a miss makes Okta create a second account.",
			Symptom: "Reassigning the user fails with a conflict, or the person gets a second, empty account.",
			Refs:    []string{refOktaDeactivate, "Okta CRUD step 10", "OIN C9293"},
			Body: func(t *T) {
				p := t.NewUser()
				t.deactivate(p)
				t.See("deactivate", p.ID, p.Sent.UserName, []View{ViewLookup}, check.Inactive)
			},
		},
		{
			ID: "users.deactivate.in-list", Level: Must, PerDialect: true, Area: Deactivate,
			Title:   "An import still lists a deactivated user, as inactive",
			Why:     "Okta's import takes a user that is missing from the list for deleted.",
			Symptom: "The import shows the person as active, or loses the link to the account.",
			Refs:    []string{refOktaDeactivate, "OIN C9303, C9361"},
			Body: func(t *T) {
				p := t.NewUser()
				t.deactivate(p)
				t.See("deactivate", p.ID, p.Sent.UserName, []View{ViewList}, check.Inactive)
			},
		},
		{
			ID: "users.deactivate.keeps-attributes", Level: Must, PerDialect: true,
			Title:   "Deactivating changes active and no other attribute",
			Why:     "The account must come back whole when the user is assigned again. Groups and roles may be taken away: that is the app's policy.",
			Symptom: "After reassignment the profile in the app is empty or changed.",
			Refs:    []string{refOktaDeactivate, refPatch},
			Body: func(t *T) {
				p := t.NewWhole()
				before := t.mustReadUser(p.ID)
				t.deactivate(p)
				t.See("deactivate", p.ID, p.Sent.UserName, []View{ViewByID}, func(r okta.Resource) []check.Problem {
					return t.unchanged(before, r, t.freeOnDeactivation()...)
				})
			},
		},
		{
			ID: "users.deactivate.again", Level: Must, PerDialect: true,
			Title:   "Deactivating a user again is answered with success and changes nothing",
			Why:     "Okta repeats a deactivation after a lost answer and when a deactivated user is unassigned.",
			Symptom: "A deprovisioning task that fails again with every retry.",
			Refs:    []string{"okta-requests: repeated deactivation is harmless", refPatch},
			Body: func(t *T) {
				p := t.deactivated()
				before := t.mustReadUser(p.ID)
				t.Report(check.Accepted(t.Okta.Deactivate(t, p.ID).Last()))
				t.See("deactivate again", p.ID, p.Sent.UserName, []View{ViewByID}, func(r okta.Resource) []check.Problem {
					return t.unchanged(before, r)
				})
			},
		},
		{
			ID: "users.deactivate.others", Level: Must, PerDialect: true,
			Title:   "Deactivating one user leaves every other user and group alone",
			Symptom: "People who were not unassigned lose their access.",
			Refs:    []string{refOktaDeactivate},
			Body: func(t *T) {
				p := t.NewUser()
				untouched := t.watchBystanders()
				t.deactivate(p)
				untouched("deactivate")
			},
		},
		{
			ID: "users.deactivate.group-mates", Level: Must, PerDialect: true, Needs: []Need{NeedGroups},
			Title:   "Deactivating a member leaves the group and its other members in place",
			Symptom: "When one person leaves, the colleagues lose the group.",
			Refs:    []string{refOktaDeactivate, "RFC 7643 §4.2"},
			Body: func(t *T) {
				t.NeedVisibleMembers()
				leaver, mate := t.NewUser(), t.NewUser()
				g := t.NewGroup(leaver, mate)
				t.deactivate(leaver)
				t.awaitInactive(leaver)
				t.Eventually("deactivate a member", func() []check.Problem {
					group, problems := t.GroupByID(g.ID)
					if len(problems) > 0 {
						return problems
					}
					if t.MembersVisible() {
						problems = check.In("GET /Groups/{id}", check.HasMember(group, mate.ID, mate.Sent.UserName)...)
					}
					return check.All(problems, check.In("GET /Groups/{id}", check.Text(group, "displayName", g.Name)...))
				})
			},
		},
		{
			ID: "users.deactivate.no-twin", Level: Must, PerDialect: true,
			Title:   "Creating a user whose userName a deactivated one has makes no second account",
			Why:     "userName is unique in the tenant also while its owner is inactive. A server may answer 409, or give the same account back.",
			Symptom: "A returning employee gets a second, empty account beside the old one.",
			Refs:    []string{"RFC 7643 §4.1.1 userName: uniqueness server", "RFC 7644 §3.3", "OIN C9335"},
			Body: func(t *T) {
				p := t.deactivated()
				again := t.Person()
				again.UserName, again.Email = p.Sent.UserName, p.Sent.Email
				a := t.Okta.CreateUser(t, again)
				if a.OK() {
					t.Report(check.SameID(a, p.ID))
				} else {
					t.Report(check.Status(a, http.StatusConflict))
				}
				t.Eventually("create a deactivated userName", func() []check.Problem {
					_, problems := t.ByLookup(p.Sent.UserName, p.ID)
					return problems
				})
			},
		},
		{
			ID: "users.deactivate.with-change", Level: Must, Only: []okta.Dialect{okta.AIW},
			Title:   "A PUT that deactivates and changes the profile together does both",
			Why:     "Okta's PUT carries the whole profile, so a change made just before the unassignment arrives with it.",
			Symptom: "The user stays active, or keeps outdated data.",
			Refs:    []string{refPut, refOktaDeactivate},
			Body: func(t *T) {
				p := t.NewUser()
				changed := t.Person().DisplayName
				run := t.Okta.UpdateProfile(t, p.ID, func(r okta.Resource) {
					r["active"] = false
					r["displayName"] = changed
				})
				t.Report(check.Accepted(run.Last()))
				t.See("deactivate with a change", p.ID, p.Sent.UserName, []View{ViewByID}, func(r okta.Resource) []check.Problem {
					return check.All(check.Inactive(r), check.Text(r, "displayName", changed))
				})
			},
		},
		{
			ID: "users.deactivate.with-rename", Level: Must, Only: []okta.Dialect{okta.AIW},
			Title:   "A PUT that deactivates and changes the userName together leaves the user inactive, or is refused",
			Why:     "An app that looks for the account to lock by the name in the request looks for the wrong one.",
			Symptom: "None: Okta shows the user as deprovisioned, but somebody whose login has just changed can still sign in.",
			Refs:    []string{refPut, refOktaDeactivate, "https://github.com/fleetdm/fleet/pull/49560"},
			Body: func(t *T) {
				p := t.NewUser()
				next := t.Person().UserName
				a := t.put(p, func(r okta.Resource) {
					t.setUserName(r, next)
					r["active"] = false
				})
				if refused(a) {
					t.keepsUserNames(a)
				}
				t.Report(check.Accepted(a))
				t.StopIfFailed()
				t.See("deactivate with a new userName", p.ID, next, []View{ViewByID, ViewLookup}, check.Inactive)
			},
		},
		{
			ID: "users.deactivate.stays", Level: Must, PerDialect: true, Needs: []Need{NeedGroups},
			Title:   "A deactivated user stays inactive when a group it belongs to is pushed",
			Why:     "Okta goes on pushing the groups of people whose deactivation has just gone out.",
			Symptom: "None: the leaver's access silently comes back with the next group push.",
			Refs:    []string{refOktaDeactivate, "RFC 7643 §4.2"},
			Body: func(t *T) {
				leaver, mate := t.NewUser(), t.NewUser()
				g := t.NewGroup(leaver)
				t.deactivate(leaver)
				t.awaitInactive(leaver)
				t.Report(check.NoCrash(t.change(g, []Person{mate}, nil, []Person{leaver, mate}).Last()))
				t.Eventually("push the group of a deactivated user", func() []check.Problem { return t.inactiveByID(leaver) })
				further := t.NewGroup()
				t.Report(check.NoCrash(t.change(further, []Person{mate, leaver}, nil, []Person{mate, leaver}).Last()))
				t.Eventually("put a deactivated user into a group", func() []check.Problem { return t.inactiveByID(leaver) })
			},
		},
		{
			ID: "users.deactivate.unknown", Level: Must, PerDialect: true,
			Title:   "Deactivating a user that does not exist is answered 404 with a SCIM Error",
			Symptom: "Okta retries for ever, or takes a typo for success.",
			Refs:    []string{"RFC 7644 §3.12", "Okta SPEC step 12"},
			Body: func(t *T) {
				t.Report(check.Error(t.Okta.Deactivate(t, t.unknownID()).Last(), http.StatusNotFound))
			},
		},
	})
}

// deactivate sends the dialect's deactivation; the check is blocked when Okta
// would not get through: users.deactivate.accepted is about that.
func (t *T) deactivate(p Person) okta.Answer {
	run := t.Okta.Deactivate(t, p.ID)
	t.Require(DeactivateUser, check.Through(run))
	return run.Last()
}

// deactivated is a person who was pushed and deactivated, as a set-up.
func (t *T) deactivated(options ...Option) Person {
	p := t.NewUser(options...)
	t.deactivate(p)
	t.awaitInactive(p)
	return p
}

func (t *T) inactiveByID(p Person) []check.Problem {
	r, problems := t.ByID(p.ID)
	if len(problems) > 0 {
		return problems
	}
	return check.InUser(p.Sent.UserName, check.Inactive(r)...)
}

// freeOnDeactivation are attributes that an app may change when it deactivates
// somebody: stripping groups and roles is product policy.
func (t *T) freeOnDeactivation() []string {
	free := []string{"active", "groups", "roles", "entitlements"}
	if roles := t.Env().Profile.Roles; roles != nil && roles.Attribute != "" {
		free = append(free, roles.Attribute)
	}
	return free
}
